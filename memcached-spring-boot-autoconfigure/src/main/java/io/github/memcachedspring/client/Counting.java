package io.github.memcachedspring.client;

import org.jspecify.annotations.Nullable;

/**
 * How to change a counter. Counters are unsigned 64-bit numbers: an increment wraps
 * around at 2<sup>64</sup>, a decrement stops at 0.
 *
 * @param decrement whether to subtract rather than add
 * @param delta how much, unsigned
 * @param initial value of a counter that is created, unsigned, or {@code null} to leave
 * an absent one absent
 * @param expiration when a counter that is created expires
 * @since 0.1.0
 */
public record Counting(boolean decrement, long delta, @Nullable Long initial, Expiration expiration) {

	/**
	 * Adds to a counter that exists.
	 * @param delta how much, unsigned
	 * @return the change
	 */
	public static Counting increment(long delta) {
		return new Counting(false, delta, null, Expiration.NEVER);
	}

	/**
	 * Subtracts from a counter that exists.
	 * @param delta how much, unsigned
	 * @return the change
	 */
	public static Counting decrement(long delta) {
		return new Counting(true, delta, null, Expiration.NEVER);
	}

	/**
	 * Creates the counter if it is absent; the delta does not apply then.
	 * @param initial the first value, unsigned
	 * @param expiration when it expires
	 * @return the change
	 */
	public Counting orCreate(long initial, Expiration expiration) {
		return new Counting(this.decrement, this.delta, initial, expiration);
	}

}
