package io.github.memcachedspring.warmup;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.memcachedspring.cache.FillResult;

/**
 * What belongs to one run of a warmer.
 *
 * @param name name of the warmer
 * @param lease the turn among the instances
 * @param progress how far it has come
 * @param time the clock
 * @param cancelled whether the run was told to end
 * @param outage told that memcached does not answer, so that nothing is warmed for now
 */
record WarmerContext(String name, FleetLease lease, ProgressCounter progress, Time time, BooleanSupplier cancelled,
		Runnable outage) {

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	/** Returns whether nothing was answered, so that loads would be in vain. */
	boolean isOutage(Map<FillResult, Integer> results, int keys) {
		return keys > 0 && results.getOrDefault(FillResult.UNREACHABLE, 0) == keys;
	}

	/**
	 * Has a run that was told to end do so, even if a stream has swallowed the interrupt.
	 */
	void checkCancelled() throws InterruptedException {
		if (Thread.interrupted() || this.cancelled.getAsBoolean()) {
			throw new InterruptedException("cancelled");
		}
	}

	/**
	 * Waits for memcached.
	 * @return whether it is still this instance's turn
	 */
	boolean waitOut() throws InterruptedException {
		this.time.sleep(PAUSE);
		return this.lease.isHeld();
	}

}
