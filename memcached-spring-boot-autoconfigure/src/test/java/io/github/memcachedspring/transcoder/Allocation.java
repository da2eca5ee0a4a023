package io.github.memcachedspring.transcoder;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * Measures what the current thread allocates.
 */
final class Allocation {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocation() {
	}

	static long of(Runnable task) {
		long thread = Thread.currentThread().getId();
		long before = THREADS.getThreadAllocatedBytes(thread);
		task.run();
		return THREADS.getThreadAllocatedBytes(thread) - before;
	}

}
