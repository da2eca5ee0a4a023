package io.github.memcachedspring.migration;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.lease.fleet.Races;

/**
 * Readers and writers in two instances; the entry is there from before.
 */
final class PairContest implements Races.Contest {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final String name = "pairs-" + NUMBER.incrementAndGet();

	private final App before;

	private final Source source;

	private final Change change;

	private final Neighbour[] neighbours;

	PairContest(Change change, App before, Source source, Neighbour... neighbours) {
		this.change = change;
		this.before = before;
		this.source = source;
		this.neighbours = neighbours;
	}

	@Override
	public void prepare(String key) {
		this.before.cache(cacheOf(key)).put(key, 1L);
		this.neighbours[key.hashCode() & 1].look(cacheOf(key), key);
	}

	/** A clear is to decide one race only. */
	private String cacheOf(String key) {
		return (this.change == Change.CLEAR) ? this.name + key.split("-")[1] : this.name;
	}

	@Override
	public long write(String key, SplittableRandom random) {
		Neighbour neighbour = this.neighbours[random.nextInt(2)];
		long version = this.source.write(key);
		neighbour.change(this.change, cacheOf(key), key, version);
		return version;
	}

	@Override
	public long read(String key, int reader) {
		return (reader == Races.LAST) ? Math.min(read(this.neighbours[0], key), read(this.neighbours[1], key))
				: read(this.neighbours[reader % 2], key);
	}

	private long read(Neighbour neighbour, String key) {
		return neighbour.read(cacheOf(key), key);
	}

}
