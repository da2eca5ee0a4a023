package io.github.memcachedspring.embedded;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.fail;

/**
 * Waits for what happens on other threads.
 */
final class Waiting {

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

	private Waiting() {
	}

	static void until(Callable<Boolean> condition) {
		long giveUp = System.nanoTime() + PATIENCE_NANOS;
		try {
			while (!condition.call()) {
				if (System.nanoTime() - giveUp > 0) {
					fail("Waited in vain");
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
