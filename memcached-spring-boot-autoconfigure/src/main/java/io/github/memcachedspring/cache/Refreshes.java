package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.MemcachedKey;

/**
 * The keys that callers of this JVM refresh, or do not try to for a moment, since that
 * has just failed.
 */
final class Refreshes {

	static final Duration REST = Duration.ofSeconds(1);

	private final Set<MemcachedKey> keys = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService timer;

	Refreshes(ScheduledExecutorService timer) {
		this.timer = timer;
	}

	/** Returns whether the caller is the one to try. */
	boolean begin(MemcachedKey key) {
		return this.keys.add(key);
	}

	void end(MemcachedKey key) {
		this.keys.remove(key);
	}

	boolean isResting(MemcachedKey key) {
		return this.keys.contains(key);
	}

	/** Keeps others from trying for a moment. */
	void rest(MemcachedKey key) {
		this.keys.add(key);
		after(REST, () -> end(key));
	}

	/** Runs something later, or at once if the cache manager is closed. */
	void after(Duration delay, Runnable task) {
		try {
			this.timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

}
