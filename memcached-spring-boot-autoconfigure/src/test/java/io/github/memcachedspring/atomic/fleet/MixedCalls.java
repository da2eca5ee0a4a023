package io.github.memcachedspring.atomic.fleet;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntPredicate;

import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.atomic.AtomicUpdates;
import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.atomic.history.Effect;
import io.github.memcachedspring.atomic.history.History;
import io.github.memcachedspring.atomic.history.History.Invocation;
import io.github.memcachedspring.client.MemcachedException;
import org.jspecify.annotations.Nullable;

/**
 * Calls verbs in an order that chance decides, and records what came of each. An update
 * stores a number that no other does, so that whoever sees it knows which it was.
 */
final class MixedCalls {

	/** How long threads meet on the same keys before they go on to others. */
	private static final int CALLS_PER_KEY = 100;

	private static final AtomicLong NUMBERS = new AtomicLong();

	private final AtomicUpdates<String> updates;

	private final MemcachedCounters counters;

	private final History history;

	private final Random random;

	MixedCalls(Client client, boolean operationIds, History history, long seed) {
		this.updates = operationIds ? client.updates().withOperationIds() : client.updates();
		this.counters = client.counters();
		this.history = history;
		this.random = new Random(seed);
	}

	void run(IntPredicate more) {
		for (int done = 0; more.test(done); done++) {
			String key = done / CALLS_PER_KEY + "-" + this.random.nextInt(3);
			boolean acknowledged = this.random.nextBoolean() ? callUpdates("update " + key)
					: callCounters("counter " + key);
			if (!acknowledged) {
				LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
			}
		}
	}

	private boolean callUpdates(String key) {
		Class<Long> type = Long.class;
		Change change = new Change((before) -> NUMBERS.incrementAndGet());
		return switch (this.random.nextInt(6)) {
			case 0 -> read(key, (updated) -> this.updates.get(updated, type));
			case 1 -> update(key, change, (updated) -> this.updates.updateIfPresent(updated, type, change::apply));
			case 2 ->
				update(key, change, (updated) -> this.updates.computeIfAbsent(updated, type, () -> change.apply(null)));
			case 3 -> {
				Change delete = new Change((before) -> (before % 2 == 0) ? null : before);
				yield update(key, delete,
						(updated) -> this.updates.deleteIf(updated, type, (value) -> delete.apply(value) == null));
			}
			default -> update(key, change, (updated) -> this.updates.update(updated, type, change));
		};
	}

	private boolean update(String key, Change change, Function<String, AtomicResult<Long>> verb) {
		Invocation invocation = this.history.invoke(key);
		try {
			AtomicResult<Long> result = verb.apply(key);
			if (result instanceof AtomicResult.Applied<Long> applied) {
				invocation.ok(new Effect.Change(applied.before(), applied.after()));
			}
			else if (result instanceof AtomicResult.Absent) {
				invocation.ok(Effect.read(null));
			}
			else if (result instanceof AtomicResult.Unknown) {
				invocation.unknown(change.lastEffect());
			}
			return !(result instanceof AtomicResult.Unknown);
		}
		catch (MemcachedException ex) {
			return false;
		}
	}

	private boolean callCounters(String key) {
		return switch (this.random.nextInt(8)) {
			case 0 -> read(key, (counter) -> value(this.counters.get(counter)));
			case 1 -> count(key, -1, null, this.counters::decrement);
			case 2 -> count(key, 1, null, (counter) -> this.counters.incrementIfPresent(counter, 1));
			case 3 -> count(key, -Long.MAX_VALUE, null, this.counters::reset);
			case 4 -> delete(key);
			default -> count(key, 1, 1L, this.counters::increment);
		};
	}

	private boolean count(String key, long delta, @Nullable Long initial, Function<String, CountResult> verb) {
		return record(key, verb,
				(value) -> (value != null) ? new Effect.Count(delta, initial, value) : Effect.read(null),
				new Effect.Count(delta, initial, null));
	}

	private boolean delete(String key) {
		return record(key, this.counters::delete, (value) -> new Effect.Change(value, null), new Effect.Put(null));
	}

	private boolean record(String key, Function<String, CountResult> verb, Function<@Nullable Long, Effect> seen,
			Effect unknown) {
		Invocation invocation = this.history.invoke(key);
		try {
			CountResult result = verb.apply(key);
			if (result instanceof CountResult.Unknown) {
				invocation.unknown(unknown);
				return false;
			}
			if (result instanceof CountResult.Conflict) {
				return false;
			}
			invocation.ok(seen.apply(value(result)));
			return true;
		}
		catch (MemcachedException ex) {
			return false;
		}
	}

	private boolean read(String key, Function<String, @Nullable Long> verb) {
		Invocation invocation = this.history.invoke(key);
		try {
			invocation.ok(Effect.read(verb.apply(key)));
			return true;
		}
		catch (MemcachedException ex) {
			return false;
		}
	}

	private static @Nullable Long value(CountResult result) {
		return (result instanceof CountResult.Counted counted) ? counted.value() : null;
	}

}
