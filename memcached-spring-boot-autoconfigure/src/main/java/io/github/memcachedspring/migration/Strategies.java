package io.github.memcachedspring.migration;

import java.time.Duration;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedOperations;

/**
 * What is done in each phase, for entries of caches and for other values.
 */
final class Strategies {

	private final MemcachedOperations newCluster;

	private final MemcachedOperations copiedEntries;

	private final MemcachedOperations removedEntries;

	private final MemcachedOperations movedValues;

	private final MemcachedOperations endingValues;

	private final MemcachedOperations settledValues;

	private final MemcachedOperations preparedEntries;

	private final MemcachedOperations preparedValues;

	private final Retries retries = new Retries();

	private final Clears clears;

	private final Ending ending;

	private final boolean dryRun;

	private final BulkCopies.Parts bulk;

	Strategies(MemcachedOperations newCluster, MemcachedOperations oldCluster, OldEntryReader reader,
			MigrationController controller) {
		this.newCluster = newCluster;
		MigrationSettings settings = controller.settings();
		ProgressCounters counters = controller.counters();
		Expiration marks = Expiration.after(settings.markTimeToLive());
		Bars bars = new Bars(newCluster, marks);
		OldOperations oldKeys = new OldOperations(oldCluster, reader);
		OldCluster old = new OldCluster(oldKeys, bars, counters, marks);
		CacheGenerations newGenerations = new CacheGenerations(newCluster, settings.clearPropagation());
		CacheGenerations oldGenerations = new CacheGenerations(oldCluster, Duration.ZERO);
		OldEntries entries = new OldEntries(newCluster, old, reader, newGenerations, oldGenerations, bars, controller);
		OldRawValues values = new OldRawValues(old, bars, new CopyExpirations(settings));
		Handover entryHandover = new Handover(newCluster, old, entries, counters);
		Handover valueHandover = new Handover(newCluster, old, values, counters);
		Stamps stamps = new Stamps(newCluster, oldKeys, newGenerations, oldGenerations);
		boolean handsOver = reader.isOwnFormat() && !settings.dryRun();
		this.dryRun = settings.dryRun();
		MissedRemovals oldEntries = new MissedRemovals(newCluster, old, bars, newGenerations, this.retries);
		this.copiedEntries = new CopiedEntries(newCluster, oldEntries,
				new Copies(newCluster, entries, counters, settings.dryRun()), handsOver ? entryHandover : null, stamps,
				counters);
		this.removedEntries = new RemovedEntries(newCluster, oldEntries);
		this.movedValues = new MovedValues(newCluster, old, valueHandover);
		this.endingValues = new EndingValues(newCluster, bars);
		this.settledValues = new SettledValues(newCluster);
		this.preparedEntries = new PreparedEntries(old, newCluster, new RestampedEntries(this.copiedEntries, stamps),
				entryHandover, stamps);
		this.preparedValues = new PreparedOperations(old, newCluster, this.movedValues);
		this.clears = new Clears(reader, newGenerations, oldGenerations, bars, this.retries);
		this.ending = new Ending(newCluster, bars);
		this.bulk = new BulkCopies.Parts(oldCluster, reader, entries, newGenerations, marks, counters);
	}

	BulkCopies.Parts bulk() {
		return this.bulk;
	}

	MemcachedOperations prepare(boolean entry) {
		return entry ? this.preparedEntries : this.preparedValues;
	}

	/** A dry run hands nothing over, and must not count on its own either. */
	MemcachedOperations readThrough(boolean entry) {
		if (entry) {
			return this.copiedEntries;
		}
		return this.dryRun ? this.preparedValues : this.movedValues;
	}

	/** While others may still read the old cluster. */
	MemcachedOperations ending(boolean entry) {
		return entry ? this.removedEntries : this.endingValues;
	}

	/** When nobody begins to read the old cluster any more. */
	MemcachedOperations over(boolean entry) {
		return entry ? this.newCluster : this.settledValues;
	}

	Clears clears() {
		return this.clears;
	}

	Ending ending() {
		return this.ending;
	}

	void close() {
		this.retries.close();
	}

}
