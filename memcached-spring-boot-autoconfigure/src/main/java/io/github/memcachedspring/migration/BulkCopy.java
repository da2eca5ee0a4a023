package io.github.memcachedspring.migration;

import java.time.Duration;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.xmemcached.PipelinedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import org.jspecify.annotations.Nullable;

/**
 * Copies all entries of caches that the old cluster has, before anybody asks for them, as
 * a read would copy each: a copy loses against whatever is written, removed or cleared,
 * and lives no longer than the original. What the new cluster has already stays.
 *
 * <p>
 * First everything is copied that was used within the last ten minutes, then the rest.
 * Each node lists its keys in one go, into a temporary file in {@code java.io.tmpdir};
 * some batches of keys and values are all that is held in memory.
 *
 * @since 0.1.0
 */
public final class BulkCopy {

	/** Less than a lease's stub surely lasts, or the copy would be in vain. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final MigratingOperations operations;

	private final XMemcachedSettings newSettings;

	private final XMemcachedSettings oldSettings;

	private final String newPrefix;

	private final String oldPrefix;

	private final BulkCounters counters = new BulkCounters();

	/**
	 * Creates the copy. Connects to nobody before it is run.
	 * @param operations both clusters
	 * @param newSettings how the nodes of the new one are connected to
	 * @param oldSettings how those of the old one are
	 * @param newPrefix what keys begin with on the new cluster
	 * @param oldPrefix what they begin with on the old one
	 */
	public BulkCopy(MigratingOperations operations, XMemcachedSettings newSettings, XMemcachedSettings oldSettings,
			String newPrefix, String oldPrefix) {
		this.operations = operations;
		this.newSettings = newSettings;
		this.oldSettings = oldSettings;
		this.newPrefix = newPrefix;
		this.oldPrefix = oldPrefix;
	}

	/**
	 * Returns why nothing is to be copied for now.
	 * @return the reason, or {@code null} if there is none
	 */
	public @Nullable String whyNot() {
		return this.operations.whyNotCopied();
	}

	/**
	 * Returns what all runs in this instance have come to.
	 * @return the figures as they are now
	 */
	public BulkCopyProgress getProgress() {
		return this.counters.snapshot();
	}

	/**
	 * Copies, on a few threads while the caller's lists the keys. Nodes that do not
	 * answer, or do not list their keys, are left out with a warning.
	 * @param watch sets the pace
	 * @return whether it has come to its end, and was not told to end before
	 * @throws InterruptedException if the watch throws it or the thread is interrupted
	 * @throws IllegalStateException if {@linkplain #whyNot() nothing is to be copied}, or
	 * not any more, or if the keys cannot be kept in a temporary file
	 */
	public boolean run(BulkCopyWatch watch) throws InterruptedException {
		checkPhase();
		MemcachedOperations oldCluster = this.operations.bulk().oldCluster();
		OldWireKeys wireKeys = new OldWireKeys(this.oldPrefix, this.newPrefix, oldCluster, this.counters);
		OldKeyLists lists = new OldKeyLists(oldCluster, this.oldSettings, wireKeys, this.counters);
		long outdated = this.counters.outdated.sum();
		try (BulkWorkers workers = new BulkWorkers(this::copies, this.counters, watch)) {
			boolean toTheEnd = lists.read((keys) -> {
				checkPhase();
				watch.size(size(lists, outdated));
				return watch.begin(keys.size()) && workers.submit(keys);
			});
			workers.finish();
			watch.size(size(lists, outdated));
			return toTheEnd;
		}
	}

	private long size(OldKeyLists lists, long outdatedBefore) {
		return Math.max(lists.size() - (this.counters.outdated.sum() - outdatedBefore), 0);
	}

	private void checkPhase() {
		String reason = whyNot();
		if (reason != null) {
			throw new IllegalStateException("Nothing is copied from the old cluster any more: " + reason);
		}
	}

	BulkCopies copies() {
		BulkCopies.Parts parts = this.operations.bulk();
		return new BulkCopies(parts, new PipelinedOperations(this.operations.newCluster(), this.newSettings, PATIENCE),
				new PipelinedOperations(parts.oldCluster(), this.oldSettings, PATIENCE));
	}

}
