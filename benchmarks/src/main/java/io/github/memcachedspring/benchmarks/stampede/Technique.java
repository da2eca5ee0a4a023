package io.github.memcachedspring.benchmarks.stampede;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.RefreshAhead;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * What callers do about a missing key.
 */
enum Technique {

	/** Every caller that misses loads. */
	NONE("`get`, load, `put`") {
		@Override
		Caller on(Cache cache) {
			return (key, loader) -> {
				ValueWrapper found = cache.get(key);
				if (found != null) {
					return found.get();
				}
				String value = loader.call();
				cache.put(key, value);
				return value;
			};
		}
	},

	/** Callers of one JVM share a load. */
	SINGLE_FLIGHT("single flight per JVM") {
		@Override
		Caller on(Cache cache) {
			return new JvmSingleFlight(cache);
		}
	},

	/** The cache's own way for callers that wait. */
	LOADER("`get(key, loader)`") {
		@Override
		Caller on(Cache cache) {
			return cache::get;
		}
	},

	/** The cache's own way for callers that do not wait; here they do. */
	RETRIEVE("`retrieve(key, loader)`") {
		@Override
		Caller on(Cache cache) {
			Executor executor = Executors.newCachedThreadPool();
			return (key, loader) -> cache
				.retrieve(key, () -> CompletableFuture.supplyAsync(() -> load(loader), executor))
				.get();
		}
	},

	/** The entry is loaded anew before it expires. */
	REFRESH_AHEAD("`get(key, loader)`, `refresh-ahead`") {
		@Override
		Caller on(Cache cache) {
			return cache::get;
		}

		@Override
		MemcachedCacheConfiguration configure(MemcachedCacheConfiguration configuration) {
			return configuration.refreshAhead(RefreshAhead.at(MARK));
		}

		@Override
		Duration steadyTimeToLive() {
			return STEADY_TIME_TO_LIVE.plus(MARK);
		}
	};

	/** The least that a mark may be. */
	private static final Duration MARK = Duration.ofSeconds(2);

	private static final Duration STEADY_TIME_TO_LIVE = Duration.ofSeconds(3);

	private final String title;

	Technique(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	abstract Caller on(Cache cache);

	MemcachedCacheConfiguration configure(MemcachedCacheConfiguration configuration) {
		return configuration;
	}

	/** How long entries live; all techniques load anew after the same time. */
	Duration steadyTimeToLive() {
		return STEADY_TIME_TO_LIVE;
	}

	private static @Nullable String load(Callable<String> loader) {
		try {
			return loader.call();
		}
		catch (Exception ex) {
			throw new CompletionException(ex);
		}
	}

}
