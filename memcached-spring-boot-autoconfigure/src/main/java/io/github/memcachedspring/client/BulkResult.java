package io.github.memcachedspring.client;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Outcome of a command for many keys. A node that fails costs only its own keys.
 *
 * @param <T> type of a single result
 * @param results results of the keys that were answered
 * @param failures failures of the others
 * @since 0.1.0
 */
public record BulkResult<T extends @Nullable Object>(Map<MemcachedKey, T> results,
		Map<MemcachedKey, RuntimeException> failures) {

	/**
	 * Sends a command for each of many keys, so many at a time that the limit for
	 * commands in flight is not reached.
	 * @param <T> type of a single result
	 * @param keys the keys; one that is there twice is asked for once
	 * @param command sends the command for a key; must not throw
	 * @return one reply for all, which does not fail
	 */
	public static <T extends @Nullable Object> Reply<BulkResult<T>> of(Collection<MemcachedKey> keys,
			Function<MemcachedKey, Reply<T>> command) {
		return new BulkReply<>(keys, command);
	}

}
