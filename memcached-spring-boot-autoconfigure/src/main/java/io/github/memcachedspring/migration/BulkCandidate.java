package io.github.memcachedspring.migration;

import java.util.Objects;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.migration.BulkCopies.OldGeneration;
import org.jspecify.annotations.Nullable;

/**
 * An entry on its way to the new cluster. Each step sends a command whose answer the next
 * one awaits, so that all of a batch take a step together.
 */
final class BulkCandidate {

	private final MemcachedKey key;

	private final Shared shared;

	private final Reply<Item> lease;

	private Reply<Boolean> barred = Reply.of(false);

	private @Nullable Item stub;

	private @Nullable Reply<@Nullable Item> original;

	private @Nullable Item item;

	private @Nullable OldGeneration oldGeneration;

	private long sentAt;

	private OldValue value = OldValue.NONE;

	private @Nullable Reply<StoreResult> end;

	/** Asks for the lease. */
	BulkCandidate(MemcachedKey key, Shared shared) {
		this.key = key;
		this.shared = shared;
		this.lease = shared.node().getWithLease(key, Handover.STUB);
	}

	MemcachedKey key() {
		return this.key;
	}

	/** Returns whether nobody else has a value or is about to. */
	boolean isWon() {
		Item answer = this.lease.await();
		this.stub = answer;
		return answer.isStub() && answer.won();
	}

	/** Asks whether the entry is barred, if any is. */
	boolean askForBar(Bars bars) {
		return step(() -> {
			if (this.shared.mayBeBarred()) {
				this.barred = this.shared.isBarred() ? Reply.of(true)
						: bars.isEntryBarred(this.key, this.shared.node());
			}
		});
	}

	/** Asks for what the old cluster has, unless that does not count. */
	boolean look(MemcachedOperations oldCluster, long now) {
		return step(() -> {
			if (!this.barred.await()) {
				this.sentAt = now;
				this.original = oldCluster.get(this.key);
			}
		});
	}

	boolean awaitOriginal() {
		return step(() -> this.item = (this.original != null) ? this.original.await() : null);
	}

	void judgeBy(OldGeneration generation) {
		this.oldGeneration = generation;
	}

	/** Decides what it is. */
	boolean judge(OldEntries entries) {
		return step(() -> {
			OldGeneration generation = this.oldGeneration;
			if (this.item != null && generation != null && !this.item.isStub() && !this.item.stale()) {
				this.value = entries.judge(this.key, this.item, generation.await(), this.shared.generation(),
						this.sentAt);
			}
		});
	}

	/** Who fails gives the lease back, or would find it taken at the next try. */
	private boolean step(Runnable step) {
		try {
			step.run();
			return true;
		}
		catch (MemcachedException ex) {
			giveBack();
			throw ex;
		}
	}

	/** Stores the copy, or gives the lease back. */
	void end() {
		byte[] bytes = this.value.bytes();
		this.end = (bytes != null && this.value.expiration() != null)
				? this.shared.node().fill(this.key, bytes, this.value.expiration(), token())
				: giveBack().map((released) -> StoreResult.NOT_STORED);
	}

	private Reply<Boolean> giveBack() {
		return this.shared.node().evictIfUnchanged(this.key, token());
	}

	private CasToken token() {
		return Objects.requireNonNull(this.stub).token();
	}

	/** Returns what came of the copy, or that there was nothing to copy. */
	StoreResult awaitEnd() {
		return Objects.requireNonNull(this.end).await();
	}

	/**
	 * What is the same for all entries that a node has of a cache.
	 */
	static final class Shared {

		private final NodeOperations node;

		private final long generation;

		private @Nullable Reply<Boolean> all;

		private @Nullable Reply<Boolean> some;

		private boolean barred = true;

		private boolean maybe = true;

		/**
		 * Creates the state.
		 * @param node the node on the new cluster
		 * @param generation its generation, from before anything was asked of the old one
		 */
		Shared(NodeOperations node, long generation) {
			this.node = node;
			this.generation = generation;
		}

		NodeOperations node() {
			return this.node;
		}

		long generation() {
			return this.generation;
		}

		/** Asks for the bars, after all leases. */
		void ask(Bars bars, KeySpace space) {
			this.all = bars.isCacheBarred(space, this.node);
			this.some = bars.hasEntryBars(space, this.node);
		}

		/**
		 * Returns whether everything is barred; as long as that cannot be told, it is.
		 */
		boolean isBarred() {
			return this.barred;
		}

		/** Returns whether something may be barred. */
		boolean mayBeBarred() {
			Reply<Boolean> first = this.all;
			Reply<Boolean> second = this.some;
			if (first != null && second != null) {
				// A failure is that of each entry.
				this.barred = first.await();
				this.maybe = second.await() || this.barred;
				this.all = null;
			}
			return this.maybe;
		}

	}

}
