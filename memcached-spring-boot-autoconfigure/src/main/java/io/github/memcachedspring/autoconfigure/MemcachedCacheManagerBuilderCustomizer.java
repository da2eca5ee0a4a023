package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.cache.MemcachedCacheManager;

/**
 * Changes the builder of the cache manager after the properties were applied. Declared as
 * a bean; for a further cluster {@code sessions} with the qualifier
 * {@code sessionsMemcached} and as no default candidate.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MemcachedCacheManagerBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder
	 */
	void customize(MemcachedCacheManager.Builder builder);

}
