package io.github.memcachedspring.sample.dashboard;

import java.util.List;

import io.github.memcachedspring.cache.MemcachedCacheStatistics;

/**
 * What happened since the start.
 *
 * @param sqlStatements number of statements sent to the database
 * @param cacheManager simple class name of the cache manager
 * @param caches the caches in memcached; none if the cache manager is of another kind
 */
record Statistics(long sqlStatements, String cacheManager, List<OfCache> caches) {

	record OfCache(String name, MemcachedCacheStatistics statistics) {

	}

}
