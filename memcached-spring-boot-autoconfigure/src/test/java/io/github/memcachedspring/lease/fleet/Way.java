package io.github.memcachedspring.lease.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.github.memcachedspring.cache.LoadStatistics;
import io.github.memcachedspring.cache.MemcachedCache;

/**
 * A way to read through a cache.
 */
enum Way {

	PLAIN("plain") {
		@Override
		long read(Instance<Library> instance, String key) {
			return instance.library().plain(key);
		}
	},

	SYNC("sync") {
		@Override
		long read(Instance<Library> instance, String key) {
			return instance.library().sync(key);
		}
	},

	FUTURE("future") {
		@Override
		long read(Instance<Library> instance, String key) {
			return Threads.await(instance.library().future(key));
		}
	},

	SYNC_FUTURE("syncFuture") {
		@Override
		long read(Instance<Library> instance, String key) {
			return Threads.await(instance.library().syncFuture(key));
		}
	},

	MONO("mono") {
		@Override
		long read(Instance<Library> instance, String key) {
			return instance.library().mono(key).block(Threads.PATIENCE);
		}
	},

	SYNC_MONO("syncMono") {
		@Override
		long read(Instance<Library> instance, String key) {
			return instance.library().syncMono(key).block(Threads.PATIENCE);
		}
	},

	/** Reads the first of two caches and finds in the second what was put into both. */
	BOTH("first", "second") {
		@Override
		long read(Instance<Library> instance, String key) {
			long first = instance.library().both(key);
			return Math.min(first, cached(instance.cache("second"), key, first));
		}
	},

	BOTH_FUTURE("firstFuture", "secondFuture") {
		@Override
		long read(Instance<Library> instance, String key) {
			long first = Threads.await(instance.library().bothFuture(key));
			return Math.min(first, cached(instance.cache("secondFuture"), key, first));
		}
	},

	LOADER("loader") {
		@Override
		long read(Instance<Library> instance, String key) {
			return instance.cache("loader").get(key, () -> instance.library().database().load(key));
		}
	},

	RETRIEVE("retrieve") {
		@Override
		long read(Instance<Library> instance, String key) {
			return Threads.await(instance.cache("retrieve").retrieve(key, () -> instance.library().loadLater(key)));
		}
	};

	private final String[] caches;

	Way(String... caches) {
		this.caches = caches;
	}

	abstract long read(Instance<Library> instance, String key);

	/** Returns what is stored, without a load, or null. */
	@Nullable Long stored(Instance<Library> instance, String key) {
		return instance.cache(this.caches[0]).get(key, Long.class);
	}

	/** Returns a count of an instance's first cache for this way. */
	long statistics(Instance<Library> instance, ToLongFunction<LoadStatistics> count) {
		return count.applyAsLong(instance.cache(this.caches[0]).getStatistics().loads());
	}

	/** Returns the keys that memcached has for a key. */
	List<String> wireKeys(String key) {
		return Arrays.stream(this.caches).map((name) -> ":c:%s:s=%s".formatted(name, key)).toList();
	}

	void evict(Instance<Library> instance, String key) {
		for (String name : this.caches) {
			instance.cache(name).evict(key);
		}
	}

	void put(Instance<Library> instance, String key, long version) {
		for (String name : this.caches) {
			instance.cache(name).put(key, version);
		}
	}

	void clear(Instance<Library> instance) {
		for (String name : this.caches) {
			instance.cache(name).clear();
		}
	}

	private static long cached(MemcachedCache cache, String key, long otherwise) {
		Long value = cache.get(key, Long.class);
		return (value != null) ? value : otherwise;
	}

}
