package io.github.memcachedspring.embedded.fault;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Wakes all who wait for something to become different: one for all faults, so that
 * whatever ends a wait (a rule removed, a connection cut) does so at once.
 */
final class Signal {

	static final long FOREVER = Long.MAX_VALUE / 2;

	/** Not a monitor: waiting on one would pin a virtual thread before Java 24. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** To be called after the change. */
	void changed() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until something is so, at most that long.
	 * @return whether it is so
	 */
	boolean await(BooleanSupplier done, long nanos) throws InterruptedException {
		long remaining = nanos;
		this.lock.lockInterruptibly();
		try {
			while (!done.getAsBoolean() && remaining > 0) {
				remaining = this.changed.awaitNanos(remaining);
			}
			return done.getAsBoolean();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** As {@link #await} for threads that serve a connection. */
	boolean awaitOnConnection(BooleanSupplier done, long nanos) throws InterruptedIOException {
		try {
			return await(done, nanos);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("The thread that serves the connection was interrupted");
		}
	}

	/** Nanoseconds of a time to wait, which may be longer than they can count. */
	static long nanos(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("A time to wait must not be negative: '%s'".formatted(duration));
		}
		return (duration.compareTo(Duration.ofNanos(FOREVER)) < 0) ? duration.toNanos() : FOREVER;
	}

}
