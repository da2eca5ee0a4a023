package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.migration.foreign.ForeignValues;
import io.github.memcachedspring.transcoder.Transcoder;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Lazy;

/**
 * What a migration has to know of the caches.
 */
@Lazy // as are the settings of caches
final class MigratedCaches {

	private static final String ENTRIES = "c";

	private final CacheConfigurationFactory configurations;

	private final TranscoderFactory transcoders;

	private final Map<String, MemcachedCacheConfiguration> caches = new ConcurrentHashMap<>();

	MigratedCaches(CacheConfigurationFactory configurations, TranscoderFactory transcoders) {
		this.configurations = configurations;
		this.transcoders = transcoders;
	}

	/** Returns how long a new entry would live, or null if the key is of no cache. */
	@Nullable Duration timeToLive(MemcachedKey key) {
		KeySpace space = key.getSpace();
		return space.getKind().equals(ENTRIES) ? cache(space.getName()).getTimeToLive() : null;
	}

	Transcoder transcoder(String cacheName) {
		return cache(cacheName).getTranscoder();
	}

	ForeignValues foreignValues() {
		return this.transcoders.foreignValues();
	}

	private MemcachedCacheConfiguration cache(String name) {
		return this.caches.computeIfAbsent(name, this.configurations::cache);
	}

}
