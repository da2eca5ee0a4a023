package io.github.memcachedspring.cache;

import java.time.Duration;

/**
 * What settings of a cache must keep to, alone and together.
 */
final class ConfigurationRules {

	/** About a hundred years, whose nanoseconds fit into a long. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private ConfigurationRules() {
	}

	/** Returns a duration that can be reckoned with: "for ever" overflows. */
	static Duration bounded(Duration value) {
		return TtlPolicy.min(value, LONGEST);
	}

	static Duration atLeast(String name, Duration shortest, Duration value) {
		if (value.compareTo(shortest) < 0) {
			throw new IllegalArgumentException(
					"'%s' must be at least %d s: %s".formatted(name, shortest.toSeconds(), value));
		}
		return value;
	}

	static Duration zeroOrAtLeast(String name, Duration shortest, Duration value) {
		if (!value.isZero() && value.compareTo(shortest) < 0) {
			throw new IllegalArgumentException("'%s' must be at least %d s, or zero to switch it off: %s"
				.formatted(name, shortest.toSeconds(), value));
		}
		return value;
	}

	/** Checks what cannot be checked setting by setting, as their order is free. */
	static void verify(MemcachedCacheConfiguration configuration) {
		if (configuration.getWaitLimit().compareTo(configuration.getLease()) <= 0) {
			throw new IllegalArgumentException("'waitLimit' must be above 'lease': %s is not above %s"
				.formatted(configuration.getWaitLimit(), configuration.getLease()));
		}
		if (configuration.getTimeToIdle() != null) {
			verifyWithTimeToIdle(configuration);
		}
	}

	private static void verifyWithTimeToIdle(MemcachedCacheConfiguration configuration) {
		if (configuration.getRefreshAhead() != null) {
			throw new IllegalArgumentException(
					"'timeToIdle' and 'refreshAhead' exclude each other: set one of them to null");
		}
		if (!configuration.getServeStale().isZero()) {
			throw new IllegalArgumentException("'timeToIdle' and 'serveStale' exclude each other: "
					+ "set 'timeToIdle' to null or 'serveStale' to zero");
		}
	}

}
