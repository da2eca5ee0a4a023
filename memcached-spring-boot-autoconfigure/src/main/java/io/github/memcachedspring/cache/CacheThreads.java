package io.github.memcachedspring.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The threads that the caches of a manager share.
 *
 * @param completions completes the futures that callers get, and never rejects a task
 * @param refreshes runs loaders that nobody waits for, and rejects what is too much
 * @param timer sends commands when it is time; nothing on it may block
 */
record CacheThreads(Executor completions, RefreshExecutor refreshes, ScheduledExecutorService timer) {

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
