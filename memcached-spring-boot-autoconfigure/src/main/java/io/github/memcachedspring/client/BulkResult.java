package io.github.memcachedspring.client;

import java.util.Map;

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
	 * Collects replies that are under way.
	 * @param <T> type of a single result
	 * @param replies the replies by key
	 * @return one reply for all, which does not fail
	 */
	public static <T extends @Nullable Object> Reply<BulkResult<T>> of(Map<MemcachedKey, Reply<T>> replies) {
		return new BulkReply<>(replies);
	}

}
