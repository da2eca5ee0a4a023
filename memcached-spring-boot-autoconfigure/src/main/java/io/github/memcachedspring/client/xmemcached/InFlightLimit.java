package io.github.memcachedspring.client.xmemcached;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many commands wait for a node's answers, and how many may. Callers of a node that
 * hangs would pile up otherwise.
 */
final class InFlightLimit {

	private final int limit;

	private final AtomicInteger inFlight = new AtomicInteger();

	InFlightLimit(int limit) {
		this.limit = limit;
	}

	/** Returns whether one more command may be sent; if so it must {@link #leave}. */
	boolean tryEnter() {
		int now;
		do {
			now = this.inFlight.get();
			if (now >= this.limit) {
				return false;
			}
		}
		while (!this.inFlight.compareAndSet(now, now + 1));
		return true;
	}

	void leave() {
		this.inFlight.decrementAndGet();
	}

	int limit() {
		return this.limit;
	}

	int inFlight() {
		return this.inFlight.get();
	}

}
