package io.github.memcachedspring.sample.dashboard;

import java.util.concurrent.atomic.LongAdder;

import io.github.memcachedspring.sample.traffic.Traffic;

import org.springframework.stereotype.Component;

/**
 * Counts SQL statements, all of them and those of the current thread.
 */
@Component
class SqlCounter {

	private final Traffic traffic;

	private final LongAdder total = new LongAdder();

	private final ThreadLocal<Long> ofThread = ThreadLocal.withInitial(() -> 0L);

	SqlCounter(Traffic traffic) {
		this.traffic = traffic;
	}

	void increment() {
		this.traffic.queried();
		this.total.increment();
		this.ofThread.set(this.ofThread.get() + 1);
	}

	/**
	 * Returns how many statements were executed since the start.
	 * @return the number, those that filled the tables included
	 */
	long total() {
		return this.total.sum();
	}

	/**
	 * Returns how many statements this thread has executed, ever: take it before and
	 * after a piece of work.
	 * @return the number
	 */
	long ofThread() {
		return this.ofThread.get();
	}

}
