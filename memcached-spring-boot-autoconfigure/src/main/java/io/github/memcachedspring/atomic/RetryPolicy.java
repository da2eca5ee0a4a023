package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.util.Assert;

/**
 * How often an update is tried while others change the same value, and how long it waits
 * in between: a random time up to a bound that doubles with each attempt. Immutable.
 *
 * <p>
 * A blocking caller that is interrupted while it waits is not kept any longer: its update
 * ends as if the attempts were used up, and the interrupt flag stays set.
 *
 * @since 0.1.0
 */
public final class RetryPolicy {

	private static final RetryPolicy DEFAULTS = new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofMillis(1),
			Duration.ofMillis(32));

	/** Nobody waits that long, and the nanoseconds fit into a long. */
	static final Duration FOR_EVER = Duration.ofDays(36_500);

	private final int maxAttempts;

	private final Duration maxTime;

	private final Duration firstDelay;

	private final Duration longestDelay;

	private RetryPolicy(int maxAttempts, Duration maxTime, Duration firstDelay, Duration longestDelay) {
		this.maxAttempts = maxAttempts;
		this.maxTime = maxTime;
		this.firstDelay = firstDelay;
		this.longestDelay = longestDelay;
	}

	/**
	 * Returns 100 attempts within one second, with delays of up to 1 ms first and 32 ms
	 * later. With these, 32 threads that change one value without a pause all succeed.
	 * @return the policy
	 */
	public static RetryPolicy defaults() {
		return DEFAULTS;
	}

	/**
	 * Returns a copy that allows another number of attempts.
	 * @param maxAttempts the number, at least 1
	 * @return the copy
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public RetryPolicy maxAttempts(int maxAttempts) {
		Assert.isTrue(maxAttempts >= 1, () -> "'maxAttempts' must be at least 1: %d".formatted(maxAttempts));
		return new RetryPolicy(maxAttempts, this.maxTime, this.firstDelay, this.longestDelay);
	}

	/**
	 * Returns a copy that begins no attempt after another time. The attempt that is under
	 * way then is waited for, which takes two command timeouts at most.
	 * @param maxTime the time since the update began, positive
	 * @return the copy
	 * @throws IllegalArgumentException if the time is zero or negative
	 */
	public RetryPolicy maxTime(Duration maxTime) {
		return new RetryPolicy(this.maxAttempts, positive("maxTime", maxTime), this.firstDelay, this.longestDelay);
	}

	/**
	 * Returns a copy with another bound for the first delay.
	 * @param firstDelay the bound, positive
	 * @return the copy
	 * @throws IllegalArgumentException if the bound is zero or negative
	 */
	public RetryPolicy firstDelay(Duration firstDelay) {
		return new RetryPolicy(this.maxAttempts, this.maxTime, positive("firstDelay", firstDelay), this.longestDelay);
	}

	/**
	 * Returns a copy with another bound for all delays.
	 * @param longestDelay the bound, positive; less than that for the first delay makes
	 * it the bound for that too
	 * @return the copy
	 * @throws IllegalArgumentException if the bound is zero or negative
	 */
	public RetryPolicy longestDelay(Duration longestDelay) {
		return new RetryPolicy(this.maxAttempts, this.maxTime, this.firstDelay, positive("longestDelay", longestDelay));
	}

	private static Duration positive(String name, Duration value) {
		Assert.isTrue(!value.isZero() && !value.isNegative(), () -> "'%s' must be positive: %s".formatted(name, value));
		return value;
	}

	/**
	 * Returns how many attempts there may be.
	 * @return the number, at least 1
	 */
	public int getMaxAttempts() {
		return this.maxAttempts;
	}

	/**
	 * Returns after what time no attempt begins any more.
	 * @return the time since the update began
	 */
	public Duration getMaxTime() {
		return this.maxTime;
	}

	/**
	 * Returns the bound for the first delay.
	 * @return the bound
	 */
	public Duration getFirstDelay() {
		return this.firstDelay;
	}

	/**
	 * Returns the bound for all delays.
	 * @return the bound
	 */
	public Duration getLongestDelay() {
		return this.longestDelay;
	}

	/** Returns the longest delay there may be after so many attempts. */
	Duration bound(int attempts) {
		Duration longest = (this.longestDelay.compareTo(FOR_EVER) < 0) ? this.longestDelay : FOR_EVER;
		Duration bound = this.firstDelay;
		for (int i = 1; i < attempts && bound.compareTo(longest) < 0; i++) {
			bound = bound.multipliedBy(2);
		}
		return (bound.compareTo(longest) < 0) ? bound : longest;
	}

	/** Returns how long to wait after so many attempts. */
	Duration delay(int attempts) {
		return Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound(attempts).toNanos() + 1));
	}

	/** Returns whether there may be another attempt. */
	boolean allows(int attempts, Duration elapsed) {
		return attempts < this.maxAttempts && elapsed.compareTo(this.maxTime) < 0;
	}

	@Override
	public String toString() {
		return "%d attempts within %s, delays of %s to %s".formatted(this.maxAttempts, this.maxTime, this.firstDelay,
				this.longestDelay);
	}

}
