package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds memcached caches by their names. Asks for the manager when it is needed: the
 * application may declare one that no condition could tell.
 */
final class CacheFinder {

	private final ObjectProvider<MemcachedCacheManager> cacheManagers;

	private final String wayOut;

	CacheFinder(ObjectProvider<MemcachedCacheManager> cacheManagers, String wayOut) {
		this.cacheManagers = cacheManagers;
		this.wayOut = wayOut;
	}

	MemcachedCache find(String name) {
		MemcachedCacheManager cacheManager = this.cacheManagers.getIfUnique();
		if (cacheManager == null) {
			throw new IllegalStateException("There is no single MemcachedCacheManager to find cache '%s' with; %s"
				.formatted(name, this.wayOut));
		}
		if (cacheManager.getCache(name) instanceof MemcachedCache cache) {
			return cache;
		}
		throw new IllegalStateException(
				"There is no cache '%s'; there are %s".formatted(name, cacheManager.getCacheNames()));
	}

}
