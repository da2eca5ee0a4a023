package io.github.memcachedspring.atomic.fleet;

import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Numbers whose upper half tells by whom they were begun, and so in which life of the
 * server: a restart loses them and somebody begins anew. The lower half counts.
 */
final class Lives {

	private Lives() {
	}

	static long next(@Nullable Long number) {
		return (number != null) ? number + 1 : (ThreadLocalRandom.current().nextLong(1, 1L << 31) << 32) + 1;
	}

	static long life(long number) {
		return number >>> 32;
	}

	static long count(long number) {
		return number & 0xFFFF_FFFFL;
	}

}
