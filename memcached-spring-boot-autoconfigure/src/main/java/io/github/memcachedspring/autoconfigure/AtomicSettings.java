package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import io.github.memcachedspring.atomic.RetryPolicy;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of atomic updates into settings. What is out of range is reported
 * under its property's name.
 */
final class AtomicSettings {

	private static final String ROOT = "memcached.atomic.";

	private final MemcachedAtomicProperties properties;

	AtomicSettings(MemcachedAtomicProperties properties) {
		this.properties = properties;
	}

	Duration timeToLive() {
		Duration timeToLive = this.properties.getTimeToLive();
		if (timeToLive.compareTo(Duration.ofSeconds(1)) < 0) {
			throw new InvalidConfigurationPropertyValueException(ROOT + "time-to-live", timeToLive,
					"Must be at least 1s, for example '1h'.");
		}
		return timeToLive;
	}

	RetryPolicy retry() {
		MemcachedAtomicProperties.Retry retry = this.properties.getRetry();
		if (retry.getMaxAttempts() < 1) {
			throw new InvalidConfigurationPropertyValueException(ROOT + "retry.max-attempts", retry.getMaxAttempts(),
					"Must be at least 1.");
		}
		return RetryPolicy.defaults()
			.maxAttempts(retry.getMaxAttempts())
			.maxTime(positive("max-time", retry.getMaxTime()))
			.firstDelay(positive("first-delay", retry.getFirstDelay()))
			.longestDelay(positive("longest-delay", retry.getLongestDelay()));
	}

	private static Duration positive(String name, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(ROOT + "retry." + name, value,
					"A time must be positive, for example '10ms'.");
		}
		return value;
	}

}
