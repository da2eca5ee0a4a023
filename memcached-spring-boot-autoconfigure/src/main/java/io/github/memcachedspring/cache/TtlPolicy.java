package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * How long an entry lives: what {@code @CacheTtl} says, else the function, else the
 * setting; less for nulls; shortened at random.
 */
final class TtlPolicy {

	private static final Duration SHORTEST_WITH_JITTER = Duration.ofSeconds(10);

	private final String cacheName;

	private final MemcachedCacheConfiguration configuration;

	TtlPolicy(String cacheName, MemcachedCacheConfiguration configuration) {
		this.cacheName = cacheName;
		this.configuration = configuration;
	}

	/**
	 * Returns how long an entry is to live.
	 * @throws TranscodingException if the function fails or its result is not valid, so
	 * that there can be no entry
	 */
	Duration timeToLive(Object key, @Nullable Object value, @Nullable Duration annotated) {
		Duration timeToLive = (annotated != null) ? annotated : unannotated(key, value);
		if (value == null) {
			timeToLive = min(timeToLive, this.configuration.getNullTimeToLive());
		}
		return shortened(timeToLive);
	}

	private Duration unannotated(Object key, @Nullable Object value) {
		try {
			Duration timeToLive = this.configuration.getTtlFunction().timeToLive(this.cacheName, key, value);
			return (timeToLive != null)
					? MemcachedCacheConfiguration.atLeastOneSecond("result of the TtlFunction", timeToLive)
					: this.configuration.getTimeToLive();
		}
		catch (RuntimeException | LinkageError | VirtualMachineError | AssertionError ex) {
			throw new TranscodingException("The TtlFunction gave no time to live: " + ex.getMessage(), ex);
		}
	}

	private Duration shortened(Duration timeToLive) {
		double jitter = this.configuration.getJitter();
		if (jitter == 0 || timeToLive.compareTo(SHORTEST_WITH_JITTER) < 0) {
			return timeToLive;
		}
		double share = 1 - ThreadLocalRandom.current().nextDouble(jitter);
		return Duration.ofMillis((long) (timeToLive.toMillis() * share));
	}

	static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

}
