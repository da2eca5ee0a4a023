package io.github.memcachedspring.warmup;

import java.util.function.Function;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

/**
 * What all runs have in common.
 *
 * @param operations the cluster
 * @param keyPrefix prefix of the application's keys
 * @param caches finds the cache that is warmed, null if that is not in memcached
 * @param settings how much may be asked of the source
 */
record WarmUpContext(MemcachedOperations operations, String keyPrefix,
		Function<CacheWarmer<?>, @Nullable MemcachedCache> caches, WarmUpSettings settings) {

}
