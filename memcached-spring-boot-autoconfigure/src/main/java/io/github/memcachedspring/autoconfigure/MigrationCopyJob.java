package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.cache.FillResult;
import io.github.memcachedspring.migration.BulkCopy;
import io.github.memcachedspring.migration.BulkCopyWatch;
import io.github.memcachedspring.warmup.CopyJob;
import io.github.memcachedspring.warmup.CopyTurn;
import org.jspecify.annotations.Nullable;

/**
 * Makes copying the old cluster of a migration a warm-up.
 */
final class MigrationCopyJob implements CopyJob {

	private final BulkCopy bulkCopy;

	MigrationCopyJob(BulkCopy bulkCopy) {
		this.bulkCopy = bulkCopy;
	}

	@Override
	public @Nullable String whyNot() {
		return this.bulkCopy.whyNot();
	}

	@Override
	public boolean copy(CopyTurn turn) throws InterruptedException {
		return this.bulkCopy.run(new TurnWatch(turn));
	}

	/**
	 * Hands everything on.
	 *
	 * @param turn to whom
	 */
	private record TurnWatch(CopyTurn turn) implements BulkCopyWatch {

		@Override
		public void size(long entries) {
			this.turn.size(entries);
		}

		@Override
		public boolean begin(int entries) throws InterruptedException {
			return this.turn.begin(entries);
		}

		@Override
		public void done(int copied, int present, int failed) {
			this.turn.done(FillResult.FILLED, copied);
			this.turn.done(FillResult.PRESENT, present);
			this.turn.done(FillResult.UNUSABLE, failed);
		}

	}

}
