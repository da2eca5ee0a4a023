package io.github.memcachedspring.client.chaos;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A moment to come, for those who wait and those who want to be called.
 */
final class Moment {

	private final ScheduledExecutorService timer;

	private final long nanoTime;

	Moment(ScheduledExecutorService timer, long nanoTime) {
		this.timer = timer;
		this.nanoTime = nanoTime;
	}

	boolean hasCome() {
		return remainingNanos() <= 0;
	}

	/** Waits as the engine does: not cut short by an interrupt, whose flag is kept. */
	void await() {
		boolean interrupted = false;
		long remaining;
		while ((remaining = remainingNanos()) > 0) {
			LockSupport.parkNanos(this, remaining);
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** Runs something short then, or at once if the moment has passed. */
	void schedule(Runnable task) {
		this.timer.schedule(task, remainingNanos(), TimeUnit.NANOSECONDS);
	}

	private long remainingNanos() {
		return this.nanoTime - System.nanoTime();
	}

}
