package io.github.memcachedspring.test;

import java.time.Duration;

/**
 * How much is tested: all of it with {@code -Pfull}, else enough to fail when something
 * is broken.
 *
 * @since 0.1.0
 */
public final class Full {

	private static final boolean ON = Boolean.getBoolean("test.full");

	private Full() {
	}

	/**
	 * Returns how often something is done.
	 * @param all how often with {@code -Pfull}
	 * @param otherwise how often without
	 * @return one of the two
	 */
	public static int rounds(int all, int otherwise) {
		return ON ? all : otherwise;
	}

	/**
	 * Returns how long something is done.
	 * @param all how many seconds with {@code -Pfull}
	 * @param otherwise how many without
	 * @return one of the two
	 */
	public static Duration seconds(int all, int otherwise) {
		return Duration.ofSeconds(ON ? all : otherwise);
	}

}
