package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Runs an update on the thread of its caller. An interrupt ends the waiting between
 * attempts and so the update, but never leaves it without an outcome.
 *
 * @param <T> type of the value
 */
final class BlockingUpdate<T> {

	private final Update<T> update;

	private final UpdateObserver observer;

	BlockingUpdate(Update<T> update, UpdateObserver observer) {
		this.update = update;
		this.observer = observer;
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
			this.observer.ended(this.update.ending(result), this.update.attempts(), this.update.elapsed());
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
		// A sleep would be of whole milliseconds, which is as much as the first delay.
		long end = System.nanoTime() + delay.toNanos();
		for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
			if (Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(this, left);
		}
		return !Thread.currentThread().isInterrupted();
	}

}
