package io.github.memcachedspring.client.chaos;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what was done to commands.
 */
final class ChaosCounters {

	final LongAdder delayed = new LongAdder();

	final LongAdder timedOut = new LongAdder();

	final LongAdder hung = new LongAdder();

	final LongAdder failed = new LongAdder();

	ChaosStatistics snapshot() {
		return new ChaosStatistics(this.delayed.sum(), this.timedOut.sum(), this.hung.sum(), this.failed.sum());
	}

}
