package io.github.memcachedspring.client.xmemcached;

import java.util.concurrent.TimeUnit;

/**
 * What answers get that could not be read in time because this process was not running:
 * they may wait to be read. A pause cannot be told from a thread that merely was woken
 * late, so the grace is no longer than that, if it can be: a server that hangs costs
 * little more then. Commands that were sent before it began share one grace, or whoever
 * waits for many of them in turn would wait for each.
 */
final class Grace {

	/** By how much a thread is late on an idle machine, several times over. */
	private static final long TOLERANCE = TimeUnit.MILLISECONDS.toNanos(2);

	/** Enough for the reactors to run and read. */
	private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(25);

	private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);

	/** Processes are halted as a whole. */
	private static volatile long begin = System.nanoTime();

	private Grace() {
	}

	/**
	 * Returns how long an answer may still take.
	 * @param overslept for how many nanoseconds its time has been up
	 * @return nanoseconds, 0 for none
	 */
	static long after(long overslept) {
		return (overslept > TOLERANCE) ? Math.min(Math.max(overslept, SHORTEST), LONGEST) : 0;
	}

	/**
	 * Returns how long an answer may still take that is waited for.
	 * @param sentAt when the command was sent
	 * @param timeoutNanos how long it might have taken
	 * @return nanoseconds, 0 if there is no grace for it or that is over
	 */
	static long remaining(long sentAt, long timeoutNanos) {
		long now = System.nanoTime();
		if (after(now - sentAt - timeoutNanos) == 0) {
			return 0;
		}
		long current = begin;
		if (sentAt - current > 0) {
			begin = now;
			current = now;
		}
		return Math.max(after(current - sentAt - timeoutNanos) - (now - current), 0);
	}

}
