package io.github.memcachedspring.embedded;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what {@code stats} shows. Thread-safe.
 */
final class Statistics {

	private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);

	void count(Counter counter) {
		add(counter, 1);
	}

	void add(Counter counter, long amount) {
		this.counts.addAndGet(counter.ordinal(), amount);
	}

	long get(Counter counter) {
		return this.counts.get(counter.ordinal());
	}

	void reset() {
		for (Counter counter : Counter.values()) {
			this.counts.set(counter.ordinal(), 0);
		}
	}

}
