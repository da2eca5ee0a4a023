package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When a node is connected to again: with pauses that never exceed a second however long
 * the outage was.
 */
final class Reconnection {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	/** A server of the wrong kind has to be replaced first, a password to be changed. */
	private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(5);

	private final Engine engine;

	private final Runnable connect;

	private final AtomicInteger failures = new AtomicInteger();

	/** Connections in a row that were lost within the longest pause. */
	private final AtomicInteger shortLived = new AtomicInteger();

	private volatile long connectedAt;

	/** When the last attempt began, or the next one is to. */
	private volatile long due = System.nanoTime();

	Reconnection(Engine engine, Runnable connect) {
		this.engine = engine;
		this.connect = connect;
	}

	/** Called when an attempt begins. */
	void begins() {
		this.due = System.nanoTime();
	}

	void connected() {
		this.failures.set(0);
		this.connectedAt = System.nanoTime();
	}

	void failed() {
		later(this.failures.getAndIncrement());
	}

	void refused() {
		schedule(PAUSE_AFTER_REFUSAL.toNanos());
	}

	/** Called when an attempt could not begin. */
	void postponed() {
		schedule(LONGEST_PAUSE.toNanos());
	}

	/** A server that breaks every connection soon must not be stormed. */
	void lost() {
		if (System.nanoTime() - this.connectedAt >= LONGEST_PAUSE.toNanos()) {
			this.shortLived.set(0);
		}
		int before = this.shortLived.getAndIncrement();
		if (before == 0) {
			this.connect.run();
		}
		else {
			later(before - 1);
		}
	}

	private void later(int doublings) {
		long pause = Math.min(FIRST_PAUSE.toNanos() << Math.min(doublings, 10), LONGEST_PAUSE.toNanos());
		// Up to a fifth less, so that a fleet does not come back in step.
		schedule(pause - ThreadLocalRandom.current().nextLong(pause / 5));
	}

	private void schedule(long pause) {
		this.due = System.nanoTime() + pause;
		this.engine.schedule(this.connect, pause);
	}

	/**
	 * Returns whether attempts have ceased: each is followed by the next, and a shortage
	 * of memory can hit between the two.
	 * @param limit how long the connect timeout may be exceeded
	 */
	boolean isOverdue(Duration limit) {
		return System.nanoTime() - this.due > this.engine.settings().connectTimeout().plus(limit).toNanos();
	}

}
