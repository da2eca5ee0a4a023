package io.github.memcachedspring.atomic.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.atomic.history.Effect;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * A way to count.
 */
enum Way {

	/** By an update, as {@link Lives} counts. */
	UPDATE {
		@Override
		boolean count(Client client, String key, Tally tally) {
			Change change = new Change(Lives::next);
			long begin = System.nanoTime();
			AtomicResult<Long> result = client.updates().update(key, Long.class, change);
			if (result instanceof AtomicResult.Applied<Long> applied) {
				tally.ok(new Effect.Change(applied.before(), applied.after()), begin, applied.attempts());
			}
			else if (result instanceof AtomicResult.Unknown<Long> unknown) {
				tally.unknown(change.lastEffect(), begin, unknown.attempts());
			}
			else {
				tally.conflict(((AtomicResult.Conflict<Long>) result).attempts());
			}
			return result.isApplied();
		}

		@Override
		@Nullable Long read(Client client, String key) {
			return client.updates().get(key, Long.class);
		}
	},

	/** By a counter. */
	COUNTER {
		@Override
		boolean count(Client client, String key, Tally tally) {
			long begin = System.nanoTime();
			CountResult result = client.counters().increment(key);
			if (result instanceof CountResult.Counted counted) {
				tally.ok(new Effect.Count(1, 1L, counted.value()), begin, 1);
			}
			else {
				tally.unknown(new Effect.Count(1, 1L, null), begin, 1);
			}
			return result instanceof CountResult.Counted;
		}

		@Override
		@Nullable Long read(Client client, String key) {
			return (client.counters().get(key) instanceof CountResult.Counted counted) ? counted.value() : null;
		}
	},

	/** By a get and a put, as it is done without much thought. */
	GET_THEN_PUT {
		@Override
		boolean count(Client client, String key, Tally tally) {
			long begin = System.nanoTime();
			Long before = read(client, key);
			long after = (before != null) ? before + 1 : 1;
			client.operations()
				.put(plain(key), String.valueOf(after).getBytes(StandardCharsets.US_ASCII), HOUR)
				.await();
			tally.ok(new Effect.Change(before, after), begin, 1);
			return true;
		}

		@Override
		@Nullable Long read(Client client, String key) {
			Item item = client.operations().get(plain(key)).await();
			return (item != null) ? Long.valueOf(new String(item.value(), StandardCharsets.US_ASCII)) : null;
		}
	};

	private static final Expiration HOUR = Expiration.after(Duration.ofHours(1));

	/** Counts once and records what came of it; tells whether it was acknowledged. */
	abstract boolean count(Client client, String key, Tally tally);

	/** What is stored. */
	abstract @Nullable Long read(Client client, String key);

	private static MemcachedKey plain(String key) {
		return KeySpace.of("", "test", "plain").key(key);
	}

}
