package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;

import org.springframework.cache.Cache;

/**
 * Several instances of an application on one memcached. Each has a cache manager of its
 * own and knows nothing of the others, as if it were in another JVM.
 */
final class Instances implements AutoCloseable {

	/** What the keys of all scenes begin with. */
	static final String KEY_PREFIX = "book-shop-scenes";

	private static final String CACHE = "scene";

	private final List<MemcachedCacheManager> managers;

	private Instances(List<MemcachedCacheManager> managers) {
		this.managers = managers;
	}

	/**
	 * Starts instances.
	 * @param count how many
	 * @param operations the memcached that they share
	 * @param timeToLive how long the entries of their cache live
	 * @return the instances
	 */
	static Instances start(int count, MemcachedOperations operations, Duration timeToLive) {
		Transcoder transcoder = Transcoder.of(ObjectCodec.jdk(TrustedTypes.jdkOnly(), null), Compression.defaults());
		MemcachedCacheConfiguration settings = MemcachedCacheConfiguration.of(transcoder).timeToLive(timeToLive);
		return new Instances(
				Stream.generate(() -> MemcachedCacheManager.builder(operations, settings).keyPrefix(KEY_PREFIX).build())
					.limit(count)
					.toList());
	}

	/** Returns the cache of the instance that serves a caller: they take turns. */
	MemcachedCache cacheOf(int caller) {
		Cache cache = this.managers.get(caller % this.managers.size()).getCache(CACHE);
		return (MemcachedCache) Objects.requireNonNull(cache);
	}

	@Override
	public void close() {
		this.managers.forEach(MemcachedCacheManager::destroy);
	}

}
