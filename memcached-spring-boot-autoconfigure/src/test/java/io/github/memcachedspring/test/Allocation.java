package io.github.memcachedspring.test;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * Measures what the current thread allocates.
 */
public final class Allocation {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocation() {
	}

	/**
	 * Measures a task.
	 * @param task the task
	 * @return allocated bytes
	 */
	public static long of(Runnable task) {
		long thread = Thread.currentThread().getId();
		long before = THREADS.getThreadAllocatedBytes(thread);
		task.run();
		return THREADS.getThreadAllocatedBytes(thread) - before;
	}

	/**
	 * Measures a task that may be repeated, once more if it allocates a lot at first:
	 * classes may have been loaded, which with Jazzer costs much.
	 * @param limit what is a lot
	 * @param task the task
	 * @return allocated bytes, the less of both
	 */
	public static long least(long limit, Runnable task) {
		long first = of(task);
		return (first < limit) ? first : Math.min(first, of(task));
	}

}
