package io.github.memcachedspring.migration;

import io.github.memcachedspring.cache.MemcachedCache;

/**
 * How a row is changed.
 */
enum Change {

	EVICT {
		@Override
		void make(App app, MemcachedCache cache, String key, long version) {
			cache.evict(key);
		}
	},

	PUT {
		@Override
		void make(App app, MemcachedCache cache, String key, long version) {
			cache.put(key, version);
		}
	},

	CLEAR {
		@Override
		void make(App app, MemcachedCache cache, String key, long version) {
			cache.clear();
		}
	},

	UPDATE {
		@Override
		void make(App app, MemcachedCache cache, String key, long version) {
			app.updates.on(cache).update(key, Long.class, (value) -> version).orThrow();
		}
	};

	abstract void make(App app, MemcachedCache cache, String key, long version);

}
