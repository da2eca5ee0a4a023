package io.github.memcachedspring.atomic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeyMovedException;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NotNumericException;
import io.github.memcachedspring.client.Reply;

import org.springframework.util.Assert;

/**
 * The commands of counters, for blocking and asynchronous callers alike.
 */
final class CounterVerbs {

	/** The decrement that leaves nothing, for a decrement stops at 0. */
	private static final Counting TO_ZERO = Counting.decrement(-1L);

	/** Somebody else counts each time that one is in vain. */
	private static final int MAX_DELETES = 100;

	private final MemcachedOperations operations;

	private final KeySpace space;

	private final Expiration expiration;

	private final CounterMeter meter;

	CounterVerbs(MemcachedOperations operations, KeySpace space, Expiration expiration, CounterMeter meter) {
		this.operations = operations;
		this.space = space;
		this.expiration = expiration;
		this.meter = meter;
	}

	CounterVerbs namespace(String name) {
		return new CounterVerbs(this.operations, KeySpace.of(this.space.getPrefix(), this.space.getKind(), name),
				this.expiration, this.meter);
	}

	CounterVerbs withTimeToLive(Duration timeToLive) {
		return new CounterVerbs(this.operations, this.space,
				Expiration.after(UpdateSettings.atLeastOneSecond(timeToLive)), this.meter);
	}

	CounterStatistics statistics() {
		return this.meter.snapshot();
	}

	Reply<CountResult> increment(String key, long delta) {
		return count(key, Counting.increment(notNegative("delta", delta)).orCreate(delta, this.expiration));
	}

	Reply<CountResult> increment(String key, long delta, long initial, Duration timeToLive) {
		return count(key, creating(Counting.increment(notNegative("delta", delta)), initial, timeToLive));
	}

	Reply<CountResult> incrementIfPresent(String key, long delta) {
		return count(key, Counting.increment(notNegative("delta", delta)));
	}

	Reply<CountResult> decrement(String key, long delta) {
		return count(key, Counting.decrement(notNegative("delta", delta)));
	}

	Reply<CountResult> decrement(String key, long delta, long initial, Duration timeToLive) {
		return count(key, creating(Counting.decrement(notNegative("delta", delta)), initial, timeToLive));
	}

	Reply<CountResult> reset(String key) {
		return count(key, TO_ZERO);
	}

	private static Counting creating(Counting counting, long initial, Duration timeToLive) {
		return counting.orCreate(notNegative("initial", initial),
				Expiration.after(UpdateSettings.atLeastOneSecond(timeToLive)));
	}

	private static long notNegative(String name, long value) {
		Assert.isTrue(value >= 0, () -> "'%s' must not be negative: '%d'".formatted(name, value));
		return value;
	}

	private Reply<CountResult> count(String name, Counting counting) {
		MemcachedKey key = this.space.key(name);
		return this.meter.measure(() -> this.operations.count(key, counting)
			.map(CounterVerbs::result)
			.onFailure((failure) -> notCounted(key, failure)));
	}

	private static CountResult result(@Nullable Long value) {
		return (value != null) ? new CountResult.Counted(value) : new CountResult.Absent();
	}

	private Reply<CountResult> notCounted(MemcachedKey key, MemcachedException failure) {
		if (failure.isExecutionUnknown()) {
			return Reply.of(new CountResult.Unknown(failure));
		}
		// The server cannot count on a fence: only then a second command tells it apart.
		return (failure instanceof NotNumericException)
				? this.operations.get(key).flatMap((item) -> Reply.failed(explain(key, item, failure)))
				: Reply.failed(failure);
	}

	private MemcachedException explain(MemcachedKey key, @Nullable Item item, MemcachedException failure) {
		return (item != null && Fence.isFence(item.value())) ? moved(key) : failure;
	}

	private KeyMovedException moved(MemcachedKey key) {
		return new KeyMovedException(key, this.operations.nodeOf(key));
	}

	Reply<CountResult> get(String name) {
		MemcachedKey key = this.space.key(name);
		return this.meter.measure(() -> this.operations.get(key).map((item) -> result(value(key, item))));
	}

	Reply<CountResult> delete(String name) {
		MemcachedKey key = this.space.key(name);
		return this.meter.measure(() -> delete(key, 1, System.nanoTime()));
	}

	/** Only what was read is deleted, for it might be a fence by then. */
	private Reply<CountResult> delete(MemcachedKey key, int attempt, long begin) {
		return this.operations.get(key).flatMap((item) -> {
			Long value = value(key, item);
			if (item == null || value == null) {
				return Reply.of(new CountResult.Absent());
			}
			return delete(key, item, value)
				.flatMap((result) -> (result != null) ? Reply.of(result) : deleteAgain(key, attempt, begin));
		});
	}

	private Reply<@Nullable CountResult> delete(MemcachedKey key, Item item, long value) {
		return this.operations.compareAndDelete(key, item.token())
			.<@Nullable CountResult>map((deleted) -> deleted ? new CountResult.Counted(value) : null)
			.onFailure(CounterVerbs::notDeleted);
	}

	private Reply<CountResult> deleteAgain(MemcachedKey key, int attempts, long begin) {
		if (attempts < MAX_DELETES) {
			return delete(key, attempts + 1, begin);
		}
		Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
		return Reply
			.failed(new AtomicUpdateException("The counter was not deleted, for it kept changing: %d attempts in %d ms"
				.formatted(attempts, elapsed.toMillis()), new AtomicResult.Conflict<>(attempts, elapsed), null));
	}

	private static Reply<@Nullable CountResult> notDeleted(MemcachedException failure) {
		return failure.isExecutionUnknown() ? Reply.of(new CountResult.Unknown(failure)) : Reply.failed(failure);
	}

	private @Nullable Long value(MemcachedKey key, @Nullable Item item) {
		if (item == null) {
			return null;
		}
		if (Fence.isFence(item.value())) {
			throw moved(key);
		}
		// A decrement that shortens a number leaves blanks behind it.
		String text = new String(item.value(), StandardCharsets.US_ASCII).stripTrailing();
		try {
			return Long.parseUnsignedLong(text);
		}
		catch (NumberFormatException ex) {
			throw new NotNumericException(this.operations.nodeOf(key), "a value that is no number");
		}
	}

}
