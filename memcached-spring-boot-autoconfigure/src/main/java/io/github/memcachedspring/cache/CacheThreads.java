package io.github.memcachedspring.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that the caches of a manager share.
 *
 * @param completions completes the futures that callers get, and never rejects a task
 * @param refreshes runs loaders that nobody waits for, and rejects what is too much
 * @param timer sends commands when it is time; nothing on it may block
 */
record CacheThreads(Executor completions, RefreshExecutor refreshes, ScheduledExecutorService timer) {

	/**
	 * Returns a factory of daemon threads that run methods of users. What a thread
	 * inherits from the caller it is started for, those of others would find.
	 * @param prefix what the names of the threads begin with
	 */
	static ThreadFactory inheritingNothing(String prefix) {
		AtomicInteger number = new AtomicInteger();
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		return (task) -> {
			Thread thread = new Thread(null, task, prefix + number.incrementAndGet(), 0, false);
			thread.setContextClassLoader(classLoader);
			thread.setDaemon(true);
			return thread;
		};
	}

	/** Returns a timer that has a thread only once it is used. */
	static ScheduledExecutorService newTimer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(null, task, "memcached-cache-timer", 0, false);
			thread.setDaemon(true);
			return thread;
		});
		// Most of what is planned turns out not to be needed.
		timer.setRemoveOnCancelPolicy(true);
		// At the end only what is planned is dropped. Whoever stores waits for the answer
		// to a renewal, which may be there and not have been taken in.
		timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return timer;
	}

}
