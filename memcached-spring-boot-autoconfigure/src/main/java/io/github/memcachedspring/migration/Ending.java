package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a migration, for the keys under each prefix. An instance may leave the old
 * cluster alone only after it has forbidden all others to read it: they would find there
 * what it has removed.
 */
final class Ending {

	private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

	private final Bars bars;

	private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();

	Ending(Bars bars) {
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
		if (!attempt.done) {
			tryAgain(prefix, attempt);
		}
		return attempt.done;
	}

	private void tryAgain(String prefix, Attempt attempt) {
		if (System.nanoTime() - attempt.notBefore < 0 || !attempt.underWay.compareAndSet(false, true)) {
			return;
		}
		attempt.notBefore = System.nanoTime() + RETRY_NANOS;
		this.bars.barAll(prefix).subscribe(Runnable::run, (done, failure) -> {
			attempt.done = failure == null;
			attempt.underWay.set(false);
		});
	}

	/** What is known about the keys under a prefix. */
	private static final class Attempt {

		private final AtomicBoolean underWay = new AtomicBoolean();

		private volatile boolean done;

		private volatile long notBefore = System.nanoTime();

	}

}
