package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

/**
 * What the leases of one cache have in common. Answers about leases are taken in on the
 * timer's thread, which never blocks: on the executor a renewal would have to stand in
 * line behind whatever callers do there, and a lease that is not renewed is lost.
 *
 * @param operations the cluster
 * @param length how long a lease lives without being renewed
 * @param stub the same as the expiration of a stub
 * @param timer sends commands and takes in their answers
 */
record LeaseContext(MemcachedOperations operations, Duration length, Expiration stub, ScheduledExecutorService timer) {

	/** Removes a stub, unless it has changed hands; nobody waits for it. */
	void release(MemcachedKey key, CasToken token) {
		this.operations.evictIfUnchanged(key, token).subscribe(this.timer, (released, failure) -> {
		});
	}

	/** Returns null if the timer is closed, so that nothing is ever going to happen. */
	@Nullable Future<?> schedule(Runnable task, long delayNanos) {
		try {
			return this.timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			return null;
		}
	}

}
