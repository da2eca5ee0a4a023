package io.github.memcachedspring.client;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * When an item expires, and the number that the protocol has for it. Memcached counts in
 * seconds and takes a number above 30 days for a Unix time: both are handled here, after
 * <a href="https://docs.memcached.org/protocols/basic/">the protocol's rules on
 * expiration times</a>.
 *
 * @since 0.1.0
 */
public final class Expiration {

	/** Items with this expiration stay until they are evicted. */
	public static final Expiration NEVER = new Expiration(null);

	private static final long LONGEST_RELATIVE = Duration.ofDays(30).toSeconds();

	private final @Nullable Duration timeToLive;

	private Expiration(@Nullable Duration timeToLive) {
		this.timeToLive = timeToLive;
	}

	/**
	 * Returns the expiration after a time to live.
	 * @param timeToLive the time to live, positive; fractions of a second are rounded up
	 * @return the expiration
	 * @throws IllegalArgumentException if the time to live is zero or negative
	 */
	public static Expiration after(Duration timeToLive) {
		Assert.isTrue(!timeToLive.isNegative() && !timeToLive.isZero(),
				() -> "'timeToLive' must be positive: %s; use Expiration.NEVER for no expiration"
					.formatted(timeToLive));
		return new Expiration(timeToLive);
	}

	/**
	 * Returns the protocol's number.
	 * @param nowInSeconds the current Unix time
	 * @return 0 for never, seconds up to 30 days, else a Unix time; what lies beyond the
	 * protocol's 31 bits (the year 2038) is brought down to their end
	 */
	public long toWire(long nowInSeconds) {
		if (this.timeToLive == null) {
			return 0;
		}
		long seconds = toSeconds(this.timeToLive);
		if (seconds <= LONGEST_RELATIVE) {
			return seconds;
		}
		return (seconds > Integer.MAX_VALUE - nowInSeconds) ? Integer.MAX_VALUE : nowInSeconds + seconds;
	}

	private static long toSeconds(Duration duration) {
		long seconds = duration.toSeconds();
		return (duration.getNano() > 0 && seconds < Long.MAX_VALUE) ? seconds + 1 : seconds;
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof Expiration that && Objects.equals(this.timeToLive, that.timeToLive));
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(this.timeToLive);
	}

	@Override
	public String toString() {
		return (this.timeToLive != null) ? this.timeToLive.toString() : "never";
	}

}
