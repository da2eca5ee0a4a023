package io.github.memcachedspring.embedded;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real time plus an offset that a test moves forward, so that it sees entries expire
 * without sleeping. One clock may serve several servers. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SettableClock {

	private final Clock realTime = Clock.systemUTC();

	private final AtomicLong offset = new AtomicLong();

	/**
	 * Moves the time forward, for all servers with this clock at once. Memcached counts
	 * whole seconds: an entry stored for 10 seconds is gone after an advance of 10
	 * seconds, and may be gone up to one second earlier.
	 * @param duration how far, not negative; fractions below a millisecond are dropped
	 * @throws IllegalArgumentException if the duration is negative
	 */
	public void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(
					"'duration' must not be negative, memcached's clock never goes back: '" + duration + "'");
		}
		this.offset.addAndGet(duration.toMillis());
	}

	/**
	 * Returns the time as the servers with this clock see it.
	 * @return real time plus all advances
	 */
	public Instant now() {
		return Instant.ofEpochMilli(millis());
	}

	long millis() {
		return this.realTime.millis() + this.offset.get();
	}

}
