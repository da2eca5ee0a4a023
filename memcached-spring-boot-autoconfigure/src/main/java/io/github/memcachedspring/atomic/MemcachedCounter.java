package io.github.memcachedspring.atomic;

import java.time.Duration;

/**
 * One of the {@link MemcachedCounters}, whose rules hold for it.
 *
 * @since 0.1.0
 */
public final class MemcachedCounter {

	private final MemcachedCounters counters;

	private final String key;

	MemcachedCounter(MemcachedCounters counters, String key) {
		this.counters = counters;
		this.key = key;
	}

	/**
	 * Returns what the counter is called.
	 * @return the key within its namespace
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * Adds 1.
	 * @return see {@link MemcachedCounters#increment(String)}
	 */
	public CountResult increment() {
		return this.counters.increment(this.key);
	}

	/**
	 * Adds to this counter.
	 * @param delta how much, not negative
	 * @return see {@link MemcachedCounters#increment(String, long)}
	 */
	public CountResult increment(long delta) {
		return this.counters.increment(this.key, delta);
	}

	/**
	 * Adds to this counter if it is there, or creates it.
	 * @param delta how much, not negative; not added to a counter that is created
	 * @param initial the value if it is created, not negative
	 * @param timeToLive how long it lives if it is created, at least one second
	 * @return see {@link MemcachedCounters#increment(String, long, long, Duration)}
	 */
	public CountResult increment(long delta, long initial, Duration timeToLive) {
		return this.counters.increment(this.key, delta, initial, timeToLive);
	}

	/**
	 * Adds to this counter only if it is there.
	 * @param delta how much, not negative
	 * @return see {@link MemcachedCounters#incrementIfPresent(String, long)}
	 */
	public CountResult incrementIfPresent(long delta) {
		return this.counters.incrementIfPresent(this.key, delta);
	}

	/**
	 * Takes 1 if this counter is there and not 0.
	 * @return see {@link MemcachedCounters#decrement(String)}
	 */
	public CountResult decrement() {
		return this.counters.decrement(this.key);
	}

	/**
	 * Takes from this counter if it is there, down to 0.
	 * @param delta how much, not negative
	 * @return see {@link MemcachedCounters#decrement(String, long)}
	 */
	public CountResult decrement(long delta) {
		return this.counters.decrement(this.key, delta);
	}

	/**
	 * Takes from this counter if it is there, down to 0, or creates it.
	 * @param delta how much, not negative; not taken from a counter that is created
	 * @param initial the value if it is created, not negative
	 * @param timeToLive how long it lives if it is created, at least one second
	 * @return see {@link MemcachedCounters#decrement(String, long, long, Duration)}
	 */
	public CountResult decrement(long delta, long initial, Duration timeToLive) {
		return this.counters.decrement(this.key, delta, initial, timeToLive);
	}

	/**
	 * Reads this counter.
	 * @return see {@link MemcachedCounters#get(String)}
	 */
	public CountResult get() {
		return this.counters.get(this.key);
	}

	/**
	 * Sets this counter to 0 if it is there.
	 * @return see {@link MemcachedCounters#reset(String)}
	 */
	public CountResult reset() {
		return this.counters.reset(this.key);
	}

	/**
	 * Removes this counter.
	 * @return see {@link MemcachedCounters#delete(String)}
	 */
	public CountResult delete() {
		return this.counters.delete(this.key);
	}

	@Override
	public String toString() {
		return "MemcachedCounter '" + this.key + "'";
	}

}
