package io.github.memcachedspring.migration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.memcachedspring.lease.fleet.Races;

/**
 * A source whose rows are versions of themselves, the first one 1, and whose loads take
 * some time between reading a row and returning it.
 */
final class Rows implements Source {

	private final Map<String, AtomicLong> versions = new ConcurrentHashMap<>();

	private final AtomicInteger loads = new AtomicInteger();

	@Override
	public long write(String key) {
		return row(key).incrementAndGet();
	}

	@Override
	public long load(String key) {
		this.loads.incrementAndGet();
		long version = row(key).get();
		Races.pause();
		return version;
	}

	int loads() {
		return this.loads.get();
	}

	private AtomicLong row(String key) {
		return this.versions.computeIfAbsent(key, (missing) -> new AtomicLong(1));
	}

}
