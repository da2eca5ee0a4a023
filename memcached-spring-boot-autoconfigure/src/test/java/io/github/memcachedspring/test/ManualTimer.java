package io.github.memcachedspring.test;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Timer with a clock that only goes on when a test says so. What is to be repeated for
 * ever is left out.
 *
 * @since 0.1.0
 */
public final class ManualTimer extends ScheduledThreadPoolExecutor {

	private final Queue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::due));

	private long now;

	private long longestDelay;

	/** Creates a timer with one thread. */
	public ManualTimer() {
		super(1, (task) -> {
			Thread thread = new Thread(task, "manual-timer");
			thread.setDaemon(true);
			return thread;
		});
	}

	@Override
	public synchronized ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
		long nanos = unit.toNanos(delay);
		if (nanos <= 0) {
			return super.schedule(task, 0, TimeUnit.NANOSECONDS);
		}
		ScheduledFuture<?> token = super.schedule(task, 1000, TimeUnit.DAYS);
		this.entries.add(new Entry(this.now + nanos, nanos, task, token));
		return token;
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException("Nobody needs it");
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
		return super.schedule(task, 1000, TimeUnit.DAYS);
	}

	/**
	 * Goes on to the next task and runs it, if its delay is at most that long.
	 * @param limit tasks with a longer delay stay where they are
	 * @return whether there was one
	 */
	public boolean runNext(Duration limit) {
		Entry next = take(limit.toNanos());
		if (next == null) {
			return false;
		}
		try {
			Future<?> done = super.schedule(next.task(), 0, TimeUnit.NANOSECONDS);
			done.get(1, TimeUnit.MINUTES);
			return true;
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	private synchronized @Nullable Entry take(long limit) {
		this.entries.removeIf((entry) -> entry.token().isDone());
		Entry next = this.entries.stream().filter((entry) -> entry.delay() <= limit).findFirst().orElse(null);
		if (next == null || !next.token().cancel(false)) {
			return null;
		}
		this.entries.remove(next);
		this.now = Math.max(this.now, next.due());
		this.longestDelay = Math.max(this.longestDelay, next.delay());
		return next;
	}

	/**
	 * Returns how long the clock has gone.
	 * @return the time since the timer was made
	 */
	public synchronized Duration elapsed() {
		return Duration.ofNanos(this.now);
	}

	/**
	 * Returns the longest delay of the tasks that were run by {@link #runNext}.
	 * @return the delay
	 */
	public synchronized Duration longestDelay() {
		return Duration.ofNanos(this.longestDelay);
	}

	private record Entry(long due, long delay, Runnable task, ScheduledFuture<?> token) {

	}

}
