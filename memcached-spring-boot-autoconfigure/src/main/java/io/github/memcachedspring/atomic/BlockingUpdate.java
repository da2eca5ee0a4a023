package io.github.memcachedspring.atomic;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Runs an update on the thread of its caller. An interrupt ends the waiting between
 * attempts and so the update, but never leaves it without an outcome.
 *
 * @param <T> type of the value
 */
final class BlockingUpdate<T> {

	private final Update<T> update;

	private final UpdateCounter counter;

	BlockingUpdate(Update<T> update, UpdateCounter counter) {
		this.update = update;
		this.counter = counter;
	}

	AtomicResult<T> run() {
		AtomicResult<T> result = null;
		try {
			result = attempt();
			while (result == null) {
				result = pause() ? attempt() : this.update.givenUp();
			}
			return result;
		}
		finally {
			this.counter.ended(result, this.update.attempts(), this.update.elapsed());
		}
	}

	private @Nullable AtomicResult<T> attempt() {
		try {
			return this.update.attempt().await();
		}
		catch (RuntimeException ex) {
			return this.update.failed(ex);
		}
	}

	private boolean pause() {
		Duration delay = this.update.delay();
		if (delay == null) {
			return false;
		}
		try {
			Thread.sleep(delay.toMillis(), delay.toNanosPart() % 1_000_000);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
