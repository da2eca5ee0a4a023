package io.github.memcachedspring.client.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.MemcachedKey;

/**
 * The keys that were removed or stored of late, as many as there is room for.
 */
final class RecentKeys {

	private final int capacity;

	private final long memoryNanos;

	/** When, in nanoseconds; the latest ones last. */
	private final Map<MemcachedKey, Long> times = new LinkedHashMap<>();

	/**
	 * Creates a memory.
	 * @param capacity most keys that are remembered; the oldest are forgotten first
	 * @param memory how long they are; zero for not at all
	 */
	RecentKeys(int capacity, Duration memory) {
		this.capacity = capacity;
		this.memoryNanos = memory.toNanos();
	}

	void add(MemcachedKey key, long now) {
		if (this.memoryNanos > 0) {
			remember(key, now);
		}
	}

	private synchronized void remember(MemcachedKey key, long now) {
		this.times.remove(key);
		this.times.put(key, now);
		// More than one for each that comes, so that it shrinks when it may.
		for (int i = 0; i < 2; i++) {
			Map.Entry<MemcachedKey, Long> oldest = this.times.entrySet().iterator().next();
			if (this.times.size() > this.capacity || now - oldest.getValue() > this.memoryNanos) {
				this.times.remove(oldest.getKey());
			}
		}
	}

	/** Returns the keys that are remembered. */
	synchronized List<MemcachedKey> keys(long now) {
		List<MemcachedKey> keys = new ArrayList<>();
		this.times.forEach((key, time) -> {
			if (now - time <= this.memoryNanos) {
				keys.add(key);
			}
		});
		return keys;
	}

}
