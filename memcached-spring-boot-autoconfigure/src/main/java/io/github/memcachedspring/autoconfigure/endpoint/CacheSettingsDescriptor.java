package io.github.memcachedspring.autoconfigure.endpoint;

import java.time.Duration;
import java.util.Locale;

import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.TtlFunction;
import io.github.memcachedspring.transcoder.ObjectCodec;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of a cache, under the names of their properties.
 *
 * @param timeToLive how long entries live
 * @param ttlFunction whether a {@link TtlFunction} may decide otherwise
 * @param timeToIdle how long entries live that nobody reads, or {@code null}
 * @param cacheNullValues whether nulls are cached
 * @param nullTimeToLive how long a cached null lives at most
 * @param jitter share by which lives are shortened at random
 * @param lease how long a key stays taken by a caller that gives no sign of life
 * @param waitLimit how long a caller waits for a value that another instance loads
 * @param loadLimit how long a method without {@code sync} may take to be stored
 * @param refreshAhead remaining time or percentage below which entries are loaded anew,
 * or {@code null}
 * @param serveStale how long an old value may be served
 * @param codec how values are stored: {@code json}, {@code jdk}, or the name of a class
 * @param clearPropagation how long a clear in another instance may go unnoticed here
 * @param onError what a failure of memcached means: {@code miss} or {@code throw}
 * @param transactionAware whether writes within a transaction wait for its commit
 * @since 0.1.0
 */
public record CacheSettingsDescriptor(Duration timeToLive, boolean ttlFunction, @Nullable Duration timeToIdle,
		boolean cacheNullValues, Duration nullTimeToLive, double jitter, Duration lease, Duration waitLimit,
		Duration loadLimit, @Nullable String refreshAhead, Duration serveStale, String codec, Duration clearPropagation,
		String onError, boolean transactionAware) {

	static CacheSettingsDescriptor of(MemcachedCacheConfiguration settings) {
		return new CacheSettingsDescriptor(settings.getTimeToLive(), settings.getTtlFunction() != TtlFunction.NONE,
				settings.getTimeToIdle(), settings.isCacheNullValues(), settings.getNullTimeToLive(),
				settings.getJitter(), settings.getLease(), settings.getWaitLimit(), settings.getLoadLimit(),
				(settings.getRefreshAhead() != null) ? settings.getRefreshAhead().toString() : null,
				settings.getServeStale(), name(settings.getTranscoder().getCodec()), settings.getClearPropagation(),
				settings.getOnError().name().toLowerCase(Locale.ROOT), settings.isTransactionAware());
	}

	private static String name(ObjectCodec codec) {
		return switch (codec.id()) {
			case ObjectCodec.JSON -> "json";
			case ObjectCodec.JDK -> "jdk";
			default -> codec.getClass().getName();
		};
	}

}
