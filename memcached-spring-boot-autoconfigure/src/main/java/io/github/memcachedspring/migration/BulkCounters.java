package io.github.memcachedspring.migration;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what copies ahead of need come to.
 */
final class BulkCounters {

	final LongAdder copied = new LongAdder();

	final LongAdder present = new LongAdder();

	final LongAdder outdated = new LongAdder();

	final LongAdder failed = new LongAdder();

	final LongAdder unmapped = new LongAdder();

	final LongAdder others = new LongAdder();

	final LongAdder skippedNodes = new LongAdder();

	BulkCopyProgress snapshot() {
		return new BulkCopyProgress(this.copied.sum(), this.present.sum(), this.outdated.sum(), this.failed.sum(),
				this.unmapped.sum(), this.others.sum(), this.skippedNodes.sum());
	}

}
