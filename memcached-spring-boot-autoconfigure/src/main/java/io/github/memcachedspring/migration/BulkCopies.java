package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.xmemcached.PipelinedOperations;
import org.jspecify.annotations.Nullable;

/**
 * Copies entries, many at a time, by the rules of {@link Copies} and {@link OldEntries}
 * for each of them: the generation of its node on the new cluster is known, and the lease
 * there won, before the old cluster is looked at; the bars are asked for after the lease,
 * the generation of the old node after the entry. What is the same for all entries that a
 * node has of a cache is asked for once. For one thread.
 */
final class BulkCopies implements AutoCloseable {

	private final Parts parts;

	private final PipelinedOperations newCluster;

	private final PipelinedOperations oldPipeline;

	private final OldOperations oldCluster;

	private final Bars bars;

	private final CacheGenerations oldGenerations;

	BulkCopies(Parts parts, PipelinedOperations newCluster, PipelinedOperations oldCluster) {
		this.parts = parts;
		this.newCluster = newCluster;
		this.oldPipeline = oldCluster;
		this.oldCluster = new OldOperations(oldCluster, parts.reader());
		this.bars = new Bars(newCluster, parts.marks());
		this.oldGenerations = new CacheGenerations(oldCluster, Duration.ZERO);
	}

	/**
	 * Copies what the new cluster does not have.
	 * @param keys keys on the new cluster, none of them twice
	 * @return what came of it
	 */
	CopiedBatch copy(List<MemcachedKey> keys) {
		CopiedBatch batch = new CopiedBatch();
		List<BulkCandidate> candidates = askForLeases(keys, batch);
		candidates = batch.step(candidates, (candidate) -> candidate.isWon() || batch.present());
		candidates = batch.step(candidates, (candidate) -> candidate.askForBar(this.bars));
		long now = System.nanoTime();
		candidates = batch.step(candidates, (candidate) -> candidate.look(this.oldCluster, now));
		askForGenerations(candidates);
		candidates = batch.step(candidates, BulkCandidate::awaitOriginal);
		candidates = batch.step(candidates, (candidate) -> candidate.judge(this.parts.entries()));
		candidates.forEach(BulkCandidate::end);
		batch.step(candidates, (candidate) -> batch.ended(candidate.key(), candidate.awaitEnd()));
		this.parts.counters().copied.add(batch.copied());
		return batch;
	}

	private List<BulkCandidate> askForLeases(List<MemcachedKey> keys, CopiedBatch batch) {
		PerCache<BulkCandidate.Shared> caches = new PerCache<>(this::shared);
		List<BulkCandidate> candidates = new ArrayList<>(keys.size());
		for (MemcachedKey key : keys) {
			try {
				candidates.add(new BulkCandidate(key, caches.get(key.getSpace(), this.newCluster.nodeOf(key))));
			}
			catch (MemcachedException ex) {
				batch.failed(key, ex);
			}
		}
		caches.forEach((space, shared) -> shared.ask(this.bars, space));
		this.newCluster.flush();
		return candidates;
	}

	/**
	 * The generation is asked for each time: what is remembered is that of the common
	 * connection, which may notice later than ours that the node was restarted.
	 */
	private BulkCandidate.Shared shared(KeySpace space, MemcachedNode node) {
		return new BulkCandidate.Shared(this.newCluster.on(node),
				this.parts.newGenerations().of(space).reread(node).await());
	}

	/** Behind the entries on the same connections, so that none can be ahead of them. */
	private void askForGenerations(List<BulkCandidate> candidates) {
		PerCache<OldGeneration> generations = new PerCache<>(
				(space, node) -> new OldGeneration(this.oldGenerations.of(space).reread(node)));
		for (BulkCandidate candidate : candidates) {
			MemcachedKey oldKey = this.oldCluster.old(candidate.key());
			candidate.judgeBy(generations.get(oldKey.getSpace(), this.oldPipeline.nodeOf(oldKey)));
		}
		this.oldPipeline.flush();
	}

	@Override
	public void close() {
		this.newCluster.close();
		this.oldPipeline.close();
	}

	/**
	 * What these copies have in common with those that reads make.
	 *
	 * @param oldCluster the old cluster on its common connections
	 * @param reader tells how entries are found there
	 * @param entries decides which of them count
	 * @param newGenerations those of the new cluster
	 * @param marks how long bars last
	 * @param counters those of the migration
	 */
	record Parts(MemcachedOperations oldCluster, OldEntryReader reader, OldEntries entries,
			CacheGenerations newGenerations, Expiration marks, ProgressCounters counters) {

	}

	/** What all entries of a cache on a node of the old cluster are judged by. */
	static final class OldGeneration {

		private @Nullable Reply<Long> question;

		private long generation;

		OldGeneration(Reply<Long> question) {
			this.question = question;
		}

		long await() {
			Reply<Long> asked = this.question;
			if (asked != null) {
				this.generation = asked.await();
				this.question = null;
			}
			return this.generation;
		}

	}

}
