package io.github.memcachedspring.atomic;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.VersionedEntry;

/**
 * Updates of the entries of a cache.
 */
final class CacheUpdates extends EntryUpdates<Object, CacheUpdates> {

	private final MemcachedCache cache;

	CacheUpdates(MemcachedCache cache, UpdateContext context, UpdateSettings settings) {
		super(context, settings);
		this.cache = cache;
	}

	@Override
	VersionedEntry entry(Object key) {
		return this.cache.versioned(key);
	}

	@Override
	CacheUpdates with(UpdateSettings settings) {
		return new CacheUpdates(this.cache, context(), settings);
	}

}
