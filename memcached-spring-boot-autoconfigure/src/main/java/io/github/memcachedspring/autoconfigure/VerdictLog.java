package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.MigrationProgress;
import io.github.memcachedspring.migration.MigrationVerdict;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says when the old cluster can go.
 */
final class VerdictLog implements Runnable {

	private static final Log logger = LogFactory.getLog(VerdictLog.class);

	private final MigrationController controller;

	private MigrationVerdict last = MigrationVerdict.NEEDED;

	VerdictLog(MigrationController controller) {
		this.controller = controller;
	}

	@Override
	public void run() {
		if (this.controller.getPhase() != MigrationPhase.READ_THROUGH) {
			return;
		}
		MigrationProgress progress = this.controller.getProgress();
		if (progress.verdict() == MigrationVerdict.REMOVABLE && this.last != MigrationVerdict.REMOVABLE) {
			logger.info(("The old memcached cluster can go as far as this instance is concerned, set "
					+ "'memcached.migration.phase' to 'done' when all say so: %s")
				.formatted(progress));
		}
		this.last = progress.verdict();
	}

}
