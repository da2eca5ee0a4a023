package io.github.memcachedspring.migration;

import io.github.memcachedspring.cache.MemcachedCache;

/**
 * How a row is changed.
 */
enum Writer {

	EVICT {
		@Override
		void change(MemcachedCache cache, String key, long version) {
			cache.evict(key);
		}
	},

	EVICT_IF_PRESENT {
		@Override
		void change(MemcachedCache cache, String key, long version) {
			cache.evictIfPresent(key);
		}
	},

	PUT {
		@Override
		void change(MemcachedCache cache, String key, long version) {
			cache.put(key, version);
		}
	},

	CLEAR {
		@Override
		void change(MemcachedCache cache, String key, long version) {
			cache.clear();
		}
	};

	abstract void change(MemcachedCache cache, String key, long version);

}
