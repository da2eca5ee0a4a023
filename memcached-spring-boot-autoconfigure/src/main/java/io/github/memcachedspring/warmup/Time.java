package io.github.memcachedspring.warmup;

import java.util.concurrent.TimeUnit;

/**
 * The clock, which tests replace.
 */
interface Time {

	/** That of the JVM. */
	Time SYSTEM = new Time() {

		@Override
		public long nanos() {
			return System.nanoTime();
		}

		@Override
		public void sleep(long nanos) throws InterruptedException {
			TimeUnit.NANOSECONDS.sleep(nanos);
		}

	};

	/** Returns the time since some moment. */
	long nanos();

	void sleep(long nanos) throws InterruptedException;

}
