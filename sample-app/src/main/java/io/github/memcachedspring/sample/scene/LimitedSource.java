package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A database as busy ones are: each query takes its time, and there are only so many
 * connections. Who finds none free waits for one.
 */
final class LimitedSource {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final Semaphore connections;

	private final Duration delay;

	private final AtomicInteger pending = new AtomicInteger();

	private final ThreadLocal<Long> ofThread = ThreadLocal.withInitial(() -> 0L);

	private final Deque<Long> lastSecond = new ArrayDeque<>();

	private long total;

	private long peak;

	LimitedSource(int connections, Duration delay) {
		this.connections = new Semaphore(connections, true);
		this.delay = delay;
	}

	/**
	 * Asks the database.
	 * @param sql the query itself
	 * @return its result
	 * @throws IllegalStateException if the thread is interrupted
	 */
	<T> T query(Supplier<T> sql) {
		count(System.nanoTime());
		this.pending.incrementAndGet();
		try {
			this.connections.acquire();
			try {
				Thread.sleep(this.delay.toMillis());
				return sql.get();
			}
			finally {
				this.connections.release();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the database", ex);
		}
		finally {
			this.pending.decrementAndGet();
		}
	}

	private synchronized void count(long now) {
		this.ofThread.set(this.ofThread.get() + 1);
		this.total++;
		this.lastSecond.addLast(now);
		while (now - this.lastSecond.getFirst() >= SECOND) {
			this.lastSecond.removeFirst();
		}
		this.peak = Math.max(this.peak, this.lastSecond.size());
	}

	/** Returns how many queries are carried out or wait for a connection just now. */
	int pending() {
		return this.pending.get();
	}

	/** Returns how many queries there were. */
	synchronized long total() {
		return this.total;
	}

	/** Returns how many queries came within the worst second. */
	synchronized long peak() {
		return this.peak;
	}

	/** Returns how many queries this thread has asked. */
	long ofThread() {
		return this.ofThread.get();
	}

}
