package io.github.memcachedspring.benchmarks.stampede;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Tells which loads were for the same expiry: those that began within a second of the
 * first, for the next expiry is further away than that.
 */
final class Expiries {

	private static final long WINDOW_MICROS = TimeUnit.SECONDS.toMicros(1);

	private Expiries() {
	}

	static int count(Collection<Long> loadStarts) {
		int expiries = 0;
		long first = 0;
		for (long start : loadStarts.stream().sorted().toList()) {
			if (expiries == 0 || start > first + WINDOW_MICROS) {
				expiries++;
				first = start;
			}
		}
		return expiries;
	}

}
