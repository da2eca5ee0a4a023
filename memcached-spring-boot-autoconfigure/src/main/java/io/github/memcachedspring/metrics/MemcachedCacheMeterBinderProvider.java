package io.github.memcachedspring.metrics;

import io.github.memcachedspring.cache.MemcachedCache;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/**
 * Gives Spring Boot the {@linkplain MemcachedCacheMetrics meters} of caches on memcached.
 * A cache that can be reached in several ways, through a decorated cache manager for
 * example, has its meters once.
 *
 * @since 0.1.0
 */
public final class MemcachedCacheMeterBinderProvider implements CacheMeterBinderProvider<MemcachedCache> {

	private final RemovableMeters meters;

	/**
	 * Creates a provider.
	 * @param meters registers the meters, and removes them in the end
	 */
	public MemcachedCacheMeterBinderProvider(RemovableMeters meters) {
		this.meters = meters;
	}

	@Override
	public MeterBinder getMeterBinder(MemcachedCache cache, Iterable<Tag> tags) {
		return (registry) -> this.meters.bind(cache, new MemcachedCacheMetrics(cache, tags), registry);
	}

}
