package io.github.memcachedspring.lease;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Pauses between polls: from 15 to 35 ms at first, for most loads are short, and from 60
 * to 90 ms in the end, so that a long wait costs few commands and a key that is free is
 * still seen within 100 ms. Random, for many JVMs may wait for the same key.
 */
final class PollPace {

	private static final int STEPS = 2;

	private int step;

	long nextNanos() {
		long shortest = Math.min(15 << this.step, 60);
		long longest = Math.min(35 << this.step, 90);
		this.step = Math.min(this.step + 1, STEPS);
		return ThreadLocalRandom.current()
			.nextLong(TimeUnit.MILLISECONDS.toNanos(shortest), TimeUnit.MILLISECONDS.toNanos(longest));
	}

}
