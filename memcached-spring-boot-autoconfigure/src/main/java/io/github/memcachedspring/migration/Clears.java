package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.generation.Generations;

/**
 * What a clear does besides raising the generations of the cluster that is the truth. The
 * old cluster always comes first; if it does not confirm, the fleet must not read it any
 * more for that cache.
 */
final class Clears {

	private final OldEntryReader reader;

	private final CacheGenerations newGenerations;

	private final CacheGenerations oldGenerations;

	private final Bars bars;

	private final Retries retries;

	Clears(OldEntryReader reader, CacheGenerations newGenerations, CacheGenerations oldGenerations, Bars bars,
			Retries retries) {
		this.reader = reader;
		this.newGenerations = newGenerations;
		this.oldGenerations = oldGenerations;
		this.bars = bars;
		this.retries = retries;
	}

	/** Raises the generations of the old cluster. */
	Reply<Boolean> raiseOld(MemcachedKey record) {
		return Reply.of(record).flatMap((key) -> isOldRaised(key) ? Reply.of(true) : bar(key));
	}

	private boolean isOldRaised(MemcachedKey record) {
		MemcachedKey oldKey = this.reader.isOwnFormat() ? this.reader.oldKey(record) : null;
		return oldKey != null && this.oldGenerations.of(oldKey.getSpace()).raise().isEmpty();
	}

	private Reply<Boolean> bar(MemcachedKey record) {
		return this.bars.barCache(record).onFailure((failure) -> {
			this.retries.later(() -> this.bars.barCache(record));
			return Reply.of(false);
		});
	}

	/** Raises those of both, for the old cluster is the truth and others read the new. */
	Reply<Boolean> raiseBoth(MemcachedKey record) {
		return raiseOld(record).map((done) -> {
			KeySpace space = record.getSpace();
			Generations generations = this.newGenerations.of(space);
			generations.raise().keySet().forEach((node) -> makeUp(generations, node));
			return done;
		});
	}

	private void makeUp(Generations generations, MemcachedNode node) {
		this.retries.later(() -> generations.reread(node).map((generation) -> true));
	}

}
