package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
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

	private final MemcachedOperations operations;

	private final KeySpace space;

	private final Expiration expiration;

	private final RetryPolicy retry;

	private final CounterMeter meter;

	CounterVerbs(MemcachedOperations operations, KeySpace space, Expiration expiration, RetryPolicy retry,
			CounterMeter meter) {
		this.operations = operations;
		this.space = space;
		this.expiration = expiration;
		this.retry = retry;
		this.meter = meter;
	}

	CounterVerbs namespace(String name) {
		return new CounterVerbs(this.operations, KeySpace.of(this.space.getPrefix(), this.space.getKind(), name),
				this.expiration, this.retry, this.meter);
	}

	CounterVerbs withTimeToLive(Duration timeToLive) {
		return new CounterVerbs(this.operations, this.space,
				Expiration.after(UpdateSettings.atLeastOneSecond(timeToLive)), this.retry, this.meter);
	}

	CounterVerbs withRetry(RetryPolicy retry) {
		Assert.notNull(retry, "'retry' must not be null");
		return new CounterVerbs(this.operations, this.space, this.expiration, retry, this.meter);
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
		CounterEntry entry = entry(name);
		return this.meter.measure(() -> this.operations.count(entry.key(), counting)
			.map(CounterVerbs::result)
			.onFailure((failure) -> notCounted(entry, failure)));
	}

	private static CountResult result(@Nullable Long value) {
		return (value != null) ? new CountResult.Counted(value) : new CountResult.Absent();
	}

	private Reply<CountResult> notCounted(CounterEntry entry, MemcachedException failure) {
		if (failure.isExecutionUnknown()) {
			return Reply.of(new CountResult.Unknown(failure));
		}
		// The server cannot count on a fence: only then a second command tells it apart.
		return (failure instanceof NotNumericException)
				? this.operations.get(entry.key()).flatMap((item) -> Reply.failed(explain(entry, item, failure)))
				: Reply.failed(failure);
	}

	private static MemcachedException explain(CounterEntry entry, @Nullable Item item, MemcachedException failure) {
		return (item != null && Fence.isFence(item.value())) ? entry.moved() : failure;
	}

	Reply<CountResult> get(String name) {
		CounterEntry entry = entry(name);
		return this.meter.measure(() -> entry.find().map((found) -> result((Long) found.value())));
	}

	CountResult delete(String name) {
		return deleted(new BlockingUpdate<>(deletion(name, () -> false), this.meter).run());
	}

	CompletableFuture<CountResult> delete(String name, Executor executor) {
		CompletableFuture<AtomicResult<Long>> deletion = new AsyncUpdate<Long>(
				(future) -> deletion(name, future::isDone), executor, this.meter)
			.start();
		CompletableFuture<CountResult> result = new CompletableFuture<>();
		deletion.whenComplete((outcome, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(deleted(outcome));
			}
		});
		result.whenComplete((counted, failure) -> deletion.cancel(false));
		return result;
	}

	private static CountResult deleted(AtomicResult<Long> result) {
		if (result instanceof AtomicResult.Conflict<Long> conflict) {
			return new CountResult.Conflict(conflict.attempts(), conflict.elapsed());
		}
		if (result instanceof AtomicResult.Unknown<Long> unknown) {
			return new CountResult.Unknown(unknown.cause());
		}
		return result((result instanceof AtomicResult.Applied<Long> applied) ? applied.before() : null);
	}

	private Update<Long> deletion(String name, BooleanSupplier cancelled) {
		return new Update<>(entry(name), Long.class, Change.deleteIf((value) -> true),
				UpdateSettings.DEFAULTS.withRetry(this.retry), cancelled);
	}

	private CounterEntry entry(String name) {
		return new CounterEntry(this.operations, this.space.key(name));
	}

}
