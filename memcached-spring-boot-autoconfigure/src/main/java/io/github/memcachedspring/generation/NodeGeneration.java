package io.github.memcachedspring.generation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A cache's generation on one node: what is remembered of it, and when to ask again.
 */
final class NodeGeneration {

	private final NodeOperations node;

	private final GenerationRecord record;

	private final long propagationNanos;

	private final AtomicReference<@Nullable CompletableFuture<Long>> pending = new AtomicReference<>();

	private volatile @Nullable Known known;

	/** Whether the last question was not answered. */
	private volatile boolean unanswered;

	/** Counts the clears that the node did not acknowledge. */
	private final AtomicLong missedClears = new AtomicLong();

	/** How often writes to the node were lost before there was anything to lose here. */
	private final long lostBefore;

	/** How many clears and losses have been made up for. */
	private final AtomicLong madeUp = new AtomicLong();

	NodeGeneration(NodeOperations node, MemcachedKey key, Duration propagation, long lostBefore) {
		this.node = node;
		this.record = new GenerationRecord(node, key);
		this.lostBefore = lostBefore;
		this.propagationNanos = propagation.toNanos();
	}

	/** Returns what the node said last, however long ago. */
	long remembered() {
		return floor();
	}

	long known() {
		Known current = this.known;
		if (current == null || isRaiseOwed() || System.nanoTime() - current.askedAt() >= this.propagationNanos
				|| this.node.connects() != current.connects()) {
			return Generations.UNKNOWN;
		}
		return current.generation();
	}

	Reply<Long> current() {
		long generation = known();
		if (generation != Generations.UNKNOWN) {
			return Reply.of(generation);
		}
		return (this.propagationNanos > 0 && !isLikelyToFail()) ? shared() : reread();
	}

	/**
	 * Returns whether each caller had better ask for itself. A node that is left alone
	 * fails at once, but who shares a question waits until the one who asks it gets a
	 * processor, which among thousands of callers may take long.
	 */
	private boolean isLikelyToFail() {
		return this.unanswered && !isRaiseOwed();
	}

	private Reply<Long> shared() {
		CompletableFuture<Long> mine = new CompletableFuture<>();
		CompletableFuture<Long> theirs = this.pending.compareAndExchange(null, mine);
		if (theirs != null) {
			// It may have been asked before something was missed.
			return Reply.ofFuture(theirs).flatMap((generation) -> isRaiseOwed() ? makeUp() : Reply.of(generation));
		}
		// On the driver's thread, but these steps only send and compare.
		reread().subscribe(Runnable::run, (generation, failure) -> {
			this.pending.set(null);
			if (failure != null) {
				this.unanswered = true;
				mine.completeExceptionally(failure);
			}
			else {
				mine.complete(generation);
			}
		});
		return Reply.ofFuture(mine);
	}

	Reply<Long> reread() {
		if (isRaiseOwed()) {
			return makeUp();
		}
		long askedAt = System.nanoTime();
		long connects = this.node.connects();
		return this.record.read(floor()).map((generation) -> remember(generation, askedAt, connects));
	}

	Reply<Long> raise() {
		long askedAt = System.nanoTime();
		long connects = this.node.connects();
		return this.record.raise(floor()).map((generation) -> remember(generation, askedAt, connects));
	}

	/** Called when a raise failed: it is made up for before the node is read again. */
	void oweRaise() {
		this.missedClears.incrementAndGet();
	}

	private boolean isRaiseOwed() {
		return this.madeUp.get() < missed();
	}

	/** Entries count as cleared too if it is not known which of them are stale. */
	private long missed() {
		return this.missedClears.get() + this.node.lostWrites() - this.lostBefore;
	}

	private Reply<Long> makeUp() {
		// Not for a clear that is missed after this.
		long owed = missed();
		return raise().map((generation) -> {
			this.madeUp.accumulateAndGet(owed, Math::max);
			return generation;
		});
	}

	private long floor() {
		Known current = this.known;
		return (current != null) ? current.generation() : Generations.UNKNOWN;
	}

	/** Returns the highest generation so far: an answer may have been overtaken. */
	private synchronized long remember(long generation, long askedAt, long connects) {
		this.unanswered = false;
		Known current = this.known;
		if (current != null && (generation < current.generation()
				|| (generation == current.generation() && askedAt - current.askedAt() <= 0))) {
			return current.generation();
		}
		this.known = new Known(generation, askedAt, connects);
		return generation;
	}

	/**
	 * What the node said.
	 *
	 * @param generation the generation
	 * @param askedAt when the question was sent, in nanoseconds
	 * @param connects how often a connection had been made by then; a server that was
	 * restarted since has lost the record, and with it all that carries the generation
	 */
	private record Known(long generation, long askedAt, long connects) {

	}

}
