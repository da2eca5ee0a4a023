package io.github.memcachedspring.cache;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a cache does.
 */
final class StatisticsCounter {

	final LongAdder hits = new LongAdder();

	final LongAdder misses = new LongAdder();

	final LongAdder puts = new LongAdder();

	final LongAdder evictions = new LongAdder();

	final LongAdder clears = new LongAdder();

	final LongAdder failures = new LongAdder();

	final LongAdder undecodable = new LongAdder();

	final LongAdder unstorable = new LongAdder();

	MemcachedCacheStatistics snapshot() {
		return new MemcachedCacheStatistics(this.hits.sum(), this.misses.sum(), this.puts.sum(), this.evictions.sum(),
				this.clears.sum(), this.failures.sum(), this.undecodable.sum(), this.unstorable.sum());
	}

}
