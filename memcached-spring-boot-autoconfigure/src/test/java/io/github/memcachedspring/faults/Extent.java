package io.github.memcachedspring.faults;

import java.time.Duration;

/**
 * How long faults last: as long as they should with {@code -Pfull}, else long enough to
 * fail when something is broken.
 */
final class Extent {

	private static final boolean FULL = Boolean.getBoolean("test.full");

	private Extent() {
	}

	static int of(int full, int otherwise) {
		return FULL ? full : otherwise;
	}

	static void lasts(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	static double millis(Duration duration) {
		return duration.toNanos() / 1e6;
	}

	static Duration since(long nanoTime) {
		return Duration.ofNanos(System.nanoTime() - nanoTime);
	}

}
