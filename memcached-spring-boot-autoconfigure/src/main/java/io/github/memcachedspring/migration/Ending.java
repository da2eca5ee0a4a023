package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

/**
 * The end of a migration, for the keys under each prefix. An instance may leave the old
 * cluster alone only after it has forbidden all others to read it, on each node: they
 * would find there what it has removed.
 */
final class Ending {

	private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

	private final MemcachedOperations newCluster;

	private final Bars bars;

	private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();

	Ending(MemcachedOperations newCluster, Bars bars) {
		this.newCluster = newCluster;
		this.bars = bars;
	}

	/**
	 * Returns whether nobody reads the old cluster any more. If that is not certain it is
	 * being seen to.
	 */
	boolean isOver(String prefix) {
		Attempt attempt = this.attempts.get(prefix);
		if (attempt == null) {
			attempt = this.attempts.computeIfAbsent(prefix, (missing) -> new Attempt());
		}
		List<MemcachedNode> nodes = this.newCluster.nodes();
		if (!nodes.equals(attempt.barred)) {
			tryAgain(prefix, nodes, attempt);
		}
		return nodes.equals(attempt.barred);
	}

	private void tryAgain(String prefix, List<MemcachedNode> nodes, Attempt attempt) {
		if (System.nanoTime() - attempt.notBefore < 0 || !attempt.underWay.compareAndSet(false, true)) {
			return;
		}
		attempt.notBefore = System.nanoTime() + RETRY_NANOS;
		this.bars.barAll(prefix).subscribe(Runnable::run, (done, failure) -> {
			if (failure == null) {
				attempt.barred = nodes;
			}
			attempt.underWay.set(false);
		});
	}

	/** What is known about the keys under a prefix. */
	private static final class Attempt {

		private final AtomicBoolean underWay = new AtomicBoolean();

		private volatile @Nullable List<MemcachedNode> barred;

		private volatile long notBefore = System.nanoTime();

	}

}
