package io.github.memcachedspring.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Threads that complete the futures of asynchronous callers, and so run whatever these
 * attach: a method that sleeps there must hold up nobody else, and no thread inherits
 * anything from the caller for whom it is started. Grows while all threads are busy, lets
 * tasks wait for a busy thread only at its limit, and shrinks when idle.
 *
 * @since 0.1.0
 */
public final class CompletionExecutor extends ThreadPoolExecutor {

	private static final int MAX_THREADS = 256;

	private static final int IDLE_SECONDS = 10;

	/**
	 * Creates an executor of up to {@value #MAX_THREADS} threads, none of which is
	 * started before it is needed.
	 * @param threadPrefix what the names of its threads begin with
	 */
	public CompletionExecutor(String threadPrefix) {
		this(threadPrefix, MAX_THREADS);
	}

	CompletionExecutor(String threadPrefix, int maxThreads) {
		super(0, maxThreads, IDLE_SECONDS, TimeUnit.SECONDS, new Handover(),
				CacheThreads.inheritingNothing(threadPrefix), CompletionExecutor::enqueue);
	}

	private static void enqueue(Runnable task, ThreadPoolExecutor executor) {
		if (!executor.isShutdown()) {
			((Handover) executor.getQueue()).enqueue(task);
			if (!executor.isShutdown() || !executor.remove(task)) {
				return;
			}
			// There may be no thread left to take it.
		}
		throw new RejectedExecutionException("The executor is closed");
	}

	/**
	 * Returns an executor that never rejects a task, but runs it on a thread of its own
	 * then: whoever waits for the future it was to complete would wait for ever.
	 * @param executor the executor
	 * @param threadPrefix what the names of such threads begin with
	 * @return the other executor
	 */
	public static Executor neverRejecting(Executor executor, String threadPrefix) {
		ThreadFactory threads = CacheThreads.inheritingNothing(threadPrefix);
		return (task) -> {
			try {
				executor.execute(task);
			}
			catch (RejectedExecutionException ex) {
				threads.newThread(task).start();
			}
		};
	}

	/**
	 * Accepts a task only if a thread is waiting for it, which makes the executor start
	 * another one, until the limit is reached. A thread that is woken for one task finds
	 * those that came meanwhile too, so a burst of answers costs few wake-ups.
	 */
	private static final class Handover extends LinkedBlockingQueue<Runnable> {

		/** Threads that wait, less the tasks that are queued. */
		private final AtomicInteger spare = new AtomicInteger();

		@Override
		public boolean offer(Runnable task) {
			return takeSpare() && super.offer(task);
		}

		void enqueue(Runnable task) {
			this.spare.decrementAndGet();
			super.offer(task);
		}

		@Override
		public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
			this.spare.incrementAndGet();
			try {
				Runnable task = super.poll(timeout, unit);
				// A thread that was counted on in the last moment may not go.
				return (task != null || takeSpare()) ? task : take();
			}
			catch (InterruptedException ex) {
				this.spare.decrementAndGet();
				throw ex;
			}
		}

		@Override
		public boolean remove(@Nullable Object task) {
			boolean removed = super.remove(task);
			if (removed) {
				this.spare.incrementAndGet();
			}
			return removed;
		}

		private boolean takeSpare() {
			return this.spare.getAndUpdate((count) -> (count > 0) ? count - 1 : count) > 0;
		}

	}

}
