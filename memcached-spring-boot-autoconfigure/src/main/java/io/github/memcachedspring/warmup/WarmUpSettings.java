package io.github.memcachedspring.warmup;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How much warming up may ask of the source. Immutable; changed by copy.
 *
 * @param rate loads per second at most, above 0
 * @param concurrency loads at the same time at most, at least 1
 * @param lease how long the turn of an instance lasts that gives no sign of life, at
 * least 2 s
 * @since 0.1.0
 */
public record WarmUpSettings(double rate, int concurrency, Duration lease) {

	/** Highest rate, in loads per second: {@value}. */
	public static final int HIGHEST_RATE = 1_000_000;

	/** 500 loads per second, 8 at the same time, a lease of 10 seconds. */
	public static final WarmUpSettings DEFAULTS = new WarmUpSettings(500, 8, Duration.ofSeconds(10));

	public WarmUpSettings {
		Assert.isTrue(rate > 0 && rate <= HIGHEST_RATE,
				() -> "'rate' must be above 0 and at most %d: %s".formatted(HIGHEST_RATE, rate));
		Assert.isTrue(concurrency > 0, () -> "'concurrency' must be at least 1: " + concurrency);
		Assert.isTrue(lease.compareTo(Duration.ofSeconds(2)) >= 0, () -> "'lease' must be at least 2 s: " + lease);
	}

	/**
	 * Changes the rate.
	 * @param rate loads per second at most, above 0
	 * @return the copy
	 */
	public WarmUpSettings withRate(double rate) {
		return new WarmUpSettings(rate, this.concurrency, this.lease);
	}

	/**
	 * Changes the concurrency.
	 * @param concurrency loads at the same time at most, at least 1
	 * @return the copy
	 */
	public WarmUpSettings withConcurrency(int concurrency) {
		return new WarmUpSettings(this.rate, concurrency, this.lease);
	}

	/**
	 * Changes the lease.
	 * @param lease how long the turn of an instance lasts that gives no sign of life, at
	 * least 2 s
	 * @return the copy
	 */
	public WarmUpSettings withLease(Duration lease) {
		return new WarmUpSettings(this.rate, this.concurrency, lease);
	}

}
