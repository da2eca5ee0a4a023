package io.github.memcachedspring.migration;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts what a migration did, and judges by it whether the old cluster can go.
 */
final class ProgressCounters {

	final LongAdder hitsOnNew = new LongAdder();

	final LongAdder hitsOnOld = new LongAdder();

	final LongAdder missedBoth = new LongAdder();

	final LongAdder copied = new LongAdder();

	final LongAdder copiesLost = new LongAdder();

	final LongAdder barred = new LongAdder();

	final LongAdder oldErrors = new LongAdder();

	private final ShareOfOld share;

	ProgressCounters(MigrationSettings settings) {
		this(settings, System::nanoTime);
	}

	ProgressCounters(MigrationSettings settings, LongSupplier nanoTime) {
		this.share = new ShareOfOld(settings, this.hitsOnNew::sum, this.hitsOnOld::sum, nanoTime);
	}

	/** Called when reads begin to go through to the old cluster. */
	void began() {
		this.share.began();
	}

	MigrationProgress snapshot() {
		ShareOfOld.State state = this.share.update();
		return new MigrationProgress(this.hitsOnNew.sum(), this.hitsOnOld.sum(), this.missedBoth.sum(),
				this.copied.sum(), this.copiesLost.sum(), this.barred.sum(), this.oldErrors.sum(), state.share(),
				state.verdict());
	}

}
