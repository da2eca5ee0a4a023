package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.memcachedspring.autoconfigure.MemcachedCacheProperties.CacheSettings;
import org.jspecify.annotations.Nullable;

/**
 * How long what this application stores can live at most, as far as the properties tell.
 * What its code decides, by annotations or functions, is not known.
 */
final class LongestTimeToLive {

	private LongestTimeToLive() {
	}

	static Duration of(MemcachedCacheProperties cache, MemcachedAtomicProperties atomic) {
		Stream<Duration> caches = cache.getCaches().values().stream().map((settings) -> life(cache, settings));
		return Stream.concat(Stream.of(life(cache, new CacheSettings()), atomic.getTimeToLive()), caches)
			.reduce(Duration.ofSeconds(1), LongestTimeToLive::max);
	}

	/** Servers keep a value for as long as it may be served after it has expired. */
	private static Duration life(MemcachedCacheProperties cache, CacheSettings settings) {
		return or(settings.getTimeToLive(), cache.getTimeToLive())
			.plus(or(settings.getServeStale(), cache.getServeStale()));
	}

	private static Duration or(@Nullable Duration own, Duration general) {
		return (own != null) ? own : general;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
