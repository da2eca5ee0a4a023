package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What the value of a property must keep to.
 */
final class CacheSettingsRules {

	private CacheSettingsRules() {
	}

	static Duration atLeastOneSecond(String property, Duration value) {
		return atLeast(1, property, value,
				"Must be at least 1s, because memcached counts in seconds. " + "For example '10m'.");
	}

	static Duration atLeastTwoSeconds(String property, Duration value) {
		return atLeast(2, property, value,
				"Must be at least 2s, because memcached counts in seconds and rounds. For example '5s'.");
	}

	static Duration zeroOrAtLeastOneSecond(String property, Duration value) {
		return value.isZero() ? value : atLeast(1, property, value,
				"Must be at least 1s, because memcached counts in seconds. '0s' switches it off.");
	}

	private static Duration atLeast(long seconds, String property, Duration value, String reason) {
		if (value.compareTo(Duration.ofSeconds(seconds)) < 0) {
			throw invalid(property, value, reason);
		}
		return value;
	}

	static Duration notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw invalid(property, value, "Must not be negative. '0s' asks the servers with every call.");
		}
		return value;
	}

	static double share(String property, double value) {
		if (!(value >= 0 && value <= 0.5)) {
			throw invalid(property, value, "Must be 0 to 0.5. '0.1' shortens lives by up to a tenth, '0' not at all.");
		}
		return value;
	}

	static RuntimeException invalid(String property, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(property, value, reason);
	}

}
