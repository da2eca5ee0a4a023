package io.github.memcachedspring.cache;

import java.util.concurrent.atomic.LongAdder;

import io.github.memcachedspring.client.StoreResult;

/**
 * Counts what a cache does.
 */
final class StatisticsCounter {

	final LongAdder hits = new LongAdder();

	final LongAdder misses = new LongAdder();

	final LongAdder puts = new LongAdder();

	final LongAdder evictions = new LongAdder();

	final LongAdder clears = new LongAdder();

	final FailureCounter failures = new FailureCounter();

	final LongAdder undecodable = new LongAdder();

	final LongAdder unstorable = new LongAdder();

	/** Part of those that cannot be stored. */
	final LongAdder tooLarge = new LongAdder();

	final LongAdder loads = new LongAdder();

	final LongAdder waits = new LongAdder();

	final LongAdder leaseWins = new LongAdder();

	final LongAdder refusedEvicted = new LongAdder();

	final LongAdder refusedReplaced = new LongAdder();

	final LongAdder refusedUnknown = new LongAdder();

	final LongAdder overdue = new LongAdder();

	final LongAdder refreshes = new LongAdder();

	final LongAdder refreshesSkipped = new LongAdder();

	final LongAdder refreshesFailed = new LongAdder();

	final LongAdder staleServed = new LongAdder();

	/** Counts what became of the store of a value that was loaded. */
	void filled(StoreResult result) {
		switch (result) {
			case STORED -> this.puts.increment();
			case NOT_FOUND -> this.refusedEvicted.increment();
			case EXISTS, NOT_STORED -> this.refusedReplaced.increment();
			case TOKEN_EXPIRED -> this.refusedUnknown.increment();
		}
	}

	MemcachedCacheStatistics snapshot() {
		FailureStatistics causes = this.failures.snapshot();
		return new MemcachedCacheStatistics(this.hits.sum(), this.misses.sum(), this.puts.sum(), this.evictions.sum(),
				this.clears.sum(), causes.total(), this.undecodable.sum(), this.unstorable.sum(), this.tooLarge.sum(),
				causes, snapshotOfLoads());
	}

	private LoadStatistics snapshotOfLoads() {
		return new LoadStatistics(this.loads.sum(), this.waits.sum(), this.leaseWins.sum(), this.refusedEvicted.sum(),
				this.refusedReplaced.sum(), this.refusedUnknown.sum(), this.overdue.sum(), this.refreshes.sum(),
				this.refreshesSkipped.sum(), this.refreshesFailed.sum(), this.staleServed.sum());
	}

}
