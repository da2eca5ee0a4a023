package io.github.memcachedspring.test;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Timer that takes no tasks, as if memory were short, while a test says so.
 *
 * @since 0.1.0
 */
public final class FailingTimer extends ScheduledThreadPoolExecutor {

	private final AtomicInteger failures = new AtomicInteger();

	private volatile boolean failing;

	/** Creates a timer with one thread. */
	public FailingTimer() {
		super(1, (task) -> {
			Thread thread = new Thread(task, "failing-timer");
			thread.setDaemon(true);
			return thread;
		});
		setRemoveOnCancelPolicy(true);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
		if (this.failing) {
			this.failures.incrementAndGet();
			// An OutOfMemoryError would end the JVM of the tests.
			throw new Error("No memory for the task");
		}
		return super.schedule(task, delay, unit);
	}

	/**
	 * Sets whether tasks are refused from now on.
	 * @param failing whether they are
	 */
	public void setFailing(boolean failing) {
		this.failing = failing;
	}

	/**
	 * Returns how many tasks were refused.
	 * @return the number
	 */
	public int failures() {
		return this.failures.get();
	}

}
