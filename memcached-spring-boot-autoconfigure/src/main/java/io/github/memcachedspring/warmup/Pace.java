package io.github.memcachedspring.warmup;

import java.util.concurrent.TimeUnit;

/**
 * Deals out points in time at a rate. Who comes too late for one may have the next ones
 * earlier, or sleeping a little too long each time would lower the rate; but no more than
 * would be due within 50 ms, so that no second has more than a twentieth too many.
 */
final class Pace {

	private static final long LONGEST_LAG = TimeUnit.MILLISECONDS.toNanos(50);

	private long next;

	Pace(long now) {
		this.next = now;
	}

	/** Returns when the next load may begin, which may lie in the past. */
	long next(long now, double perSecond) {
		long due = later(this.next, now - LONGEST_LAG);
		this.next = due + (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
		return due;
	}

	/** Has nothing begin before a moment. */
	void pauseUntil(long moment) {
		this.next = later(this.next, moment);
	}

	/** The clock may overflow. */
	private static long later(long one, long other) {
		return (one - other >= 0) ? one : other;
	}

}
