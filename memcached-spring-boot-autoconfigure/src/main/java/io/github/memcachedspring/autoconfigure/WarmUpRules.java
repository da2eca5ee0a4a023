package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import io.github.memcachedspring.warmup.WarmUpSettings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of the warm-up into settings. What is out of range is reported
 * under its property's name.
 */
final class WarmUpRules {

	private static final String ROOT = "memcached.warm-up.";

	private final MemcachedWarmUpProperties properties;

	WarmUpRules(MemcachedWarmUpProperties properties) {
		this.properties = properties;
	}

	WarmUpSettings settings() {
		double rate = checked("rate", this.properties.getRate(), "loads per second, for example '500'");
		int concurrency = this.properties.getConcurrency();
		if (concurrency < 1) {
			throw invalid("concurrency", concurrency, "Must be at least 1.");
		}
		return WarmUpSettings.DEFAULTS.withRate(rate).withConcurrency(concurrency);
	}

	/** Returns how many entries are copied per second at most. */
	double copyRate() {
		return checked("copy-rate", this.properties.getCopyRate(), "entries per second, for example '10000'");
	}

	private static double checked(String name, double rate, String unit) {
		if (!(rate > 0 && rate <= WarmUpSettings.HIGHEST_RATE)) {
			throw invalid(name, rate, "Must be above 0 and at most %,d %s. '0.1' is one in ten seconds."
				.formatted(WarmUpSettings.HIGHEST_RATE, unit));
		}
		return rate;
	}

	Duration deadline() {
		Duration deadline = this.properties.getDeadline();
		if (deadline.toMillis() < 1) {
			throw invalid("deadline", deadline,
					"A time must be at least 1ms, for example '1m'. '%sgate-readiness: false' refuses no traffic."
						.formatted(ROOT));
		}
		return deadline;
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(ROOT + name, value, reason);
	}

}
