package io.github.memcachedspring.client.xmemcached;

import io.github.memcachedspring.client.TimedWait;

/**
 * What answers get that could not be read in time because this process was not running:
 * they may wait to be read. Commands that were sent before it began share one grace, or
 * whoever waits for many of them in turn would wait for each.
 */
final class Grace {

	static final long NANOS = TimedWait.GRACE.toNanos();

	/** Processes are halted as a whole. */
	private static volatile long begin = System.nanoTime();

	private Grace() {
	}

	/**
	 * Returns how long an answer may still take.
	 * @param sentAt when the command was sent
	 * @return nanoseconds, 0 if the grace for such commands is over
	 */
	static long remaining(long sentAt) {
		long now = System.nanoTime();
		long current = begin;
		if (sentAt - current > 0) {
			begin = now;
			return NANOS;
		}
		return Math.max(NANOS - (now - current), 0);
	}

}
