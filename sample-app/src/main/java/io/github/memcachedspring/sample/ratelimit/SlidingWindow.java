package io.github.memcachedspring.sample.ratelimit;

import java.time.Duration;
import java.time.InstantSource;

import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.atomic.CountResult.Counted;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.client.MemcachedException;

/**
 * Limits how often something is done within any span of a given length, in the whole
 * fleet. There is a counter for each window of that length; of the window before, as much
 * counts as the span that ends now still covers of it. This takes two commands and is
 * right if calls come evenly.
 *
 * <p>
 * A call that is refused counts too, so that who keeps trying stays out. If memcached
 * cannot be asked, every call is let through.
 */
class SlidingWindow {

	private final MemcachedCounters counters;

	private final long limit;

	private final Duration length;

	private final InstantSource clock;

	SlidingWindow(MemcachedCounters counters, long limit, Duration length, InstantSource clock) {
		this.counters = counters;
		this.limit = limit;
		this.length = length;
		this.clock = clock;
	}

	/** Counts a call and tells whether it is within the limit. */
	boolean allows(String client) {
		long now = this.clock.millis();
		long window = now / this.length.toMillis();
		double coveredBefore = 1 - now % this.length.toMillis() / (double) this.length.toMillis();
		try {
			long before = value(this.counters.get(key(client, window - 1)));
			// Alive until the window after it has ended.
			long here = value(this.counters.increment(key(client, window), 1, 1, this.length.multipliedBy(2)));
			return before * coveredBefore + here <= this.limit;
		}
		catch (MemcachedException ex) {
			return true;
		}
	}

	/** Returns nothing for a count whose answer never came. */
	private static long value(CountResult result) {
		return (result instanceof Counted counted) ? counted.value() : 0;
	}

	private static String key(String client, long window) {
		return client + ":" + window;
	}

}
