package io.github.memcachedspring.lease.fleet;

import java.time.Duration;

/**
 * How much is tested: all of it with {@code -Pfull}, else enough to fail when something
 * is broken.
 */
final class Full {

	private static final boolean ON = Boolean.getBoolean("test.full");

	private Full() {
	}

	static int rounds(int all, int otherwise) {
		return ON ? all : otherwise;
	}

	static Duration seconds(int all, int otherwise) {
		return Duration.ofSeconds(ON ? all : otherwise);
	}

}
