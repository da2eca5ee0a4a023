package io.github.memcachedspring.client;

import java.time.Duration;

/**
 * A wait with a limit that does not blame others for this process: if it was not running
 * when the limit passed, what is waited for may have come, and need only be taken in.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TimedWait {

	/** Who wakes up this much too late was held up, and is given as much again. */
	Duration GRACE = Duration.ofMillis(100);

	/**
	 * Waits.
	 * @param nanos how long at most
	 * @return whether what is waited for has come
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean await(long nanos) throws InterruptedException;

	/**
	 * Waits, and a little longer if the limit was noticed far too late.
	 * @param limit how long at most while this process runs
	 * @param wait how to wait
	 * @return whether what is waited for has come
	 * @throws InterruptedException if the thread is interrupted
	 */
	static boolean await(Duration limit, TimedWait wait) throws InterruptedException {
		long start = System.nanoTime();
		if (wait.await(limit.toNanos())) {
			return true;
		}
		long late = System.nanoTime() - start - limit.toNanos();
		return late > GRACE.toNanos() && wait.await(GRACE.toNanos());
	}

}
