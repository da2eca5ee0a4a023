package io.github.memcachedspring.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Decides for each entry how long it lives. Comes after {@code @CacheTtl}, which is more
 * specific, and before the cache's own setting.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TtlFunction {

	/** Has no opinion: the cache's own setting applies. */
	TtlFunction NONE = (cacheName, key, value) -> null;

	/**
	 * Returns how long an entry lives.
	 * @param cacheName name of the cache
	 * @param key the key as Spring has it
	 * @param value the value, or {@code null} if it is a cached null
	 * @return the time to live, at least one second, or {@code null} for the cache's own
	 * setting
	 */
	@Nullable Duration timeToLive(String cacheName, Object key, @Nullable Object value);

}
