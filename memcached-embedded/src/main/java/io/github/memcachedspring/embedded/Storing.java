package io.github.memcachedspring.embedded;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The rules of the storage commands, text and meta alike. Called with the lock of the
 * store held.
 */
final class Storing {

	private final Store store;

	private final Statistics statistics;

	Storing(Store store, Statistics statistics) {
		this.store = store;
		this.statistics = statistics;
	}

	/**
	 * Stores an item if the one that is there allows it.
	 * @param item what to store
	 * @param expected the CAS number that the present item must have; a present but zero
	 * number matches none
	 * @param invalidate whether an expected number that is too low makes the new item a
	 * stale one, instead of being refused
	 */
	Stored store(Item item, StoreMode mode, OptionalLong expected, boolean invalidate) {
		Item old = this.store.find(item.key);
		if (expected.isPresent() && (mode == StoreMode.SET || mode == StoreMode.REPLACE)) {
			return compareAndStore(item, old, expected.getAsLong(), invalidate);
		}
		return switch (mode) {
			case SET -> put(item);
			case ADD -> (old == null) ? put(item) : refuse(old);
			case REPLACE -> (old != null) ? put(item) : Stored.not(StoreResult.NOT_STORED);
			case APPEND, PREPEND -> join(item, old, mode, expected);
		};
	}

	private Stored put(Item item) {
		this.store.put(item);
		return new Stored(StoreResult.STORED, item.cas);
	}

	private Stored refuse(Item old) {
		this.store.bump(old);
		return Stored.not(StoreResult.NOT_STORED);
	}

	private Stored compareAndStore(Item item, Item old, long expected, boolean invalidate) {
		if (old == null) {
			this.statistics.count(Counter.CAS_MISSES);
			return Stored.not(StoreResult.NOT_FOUND);
		}
		boolean outdated = expected != 0 && Long.compareUnsigned(expected, old.cas) < 0;
		if (expected == old.cas) {
			this.statistics.count(Counter.CAS_HITS);
			return put(item);
		}
		if (invalidate && outdated) {
			item.expiry = old.expiry;
			item.stale = true;
			item.won = old.won;
			return put(item);
		}
		this.statistics.count(Counter.CAS_BADVAL);
		return Stored.not(StoreResult.EXISTS);
	}

	private Stored join(Item item, Item old, StoreMode mode, OptionalLong expected) {
		if (old == null) {
			return Stored.not(StoreResult.NOT_STORED);
		}
		if (expected.isPresent() && expected.getAsLong() != 0 && expected.getAsLong() != old.cas) {
			return Stored.not(StoreResult.EXISTS);
		}
		Item joined = old
			.with((mode == StoreMode.APPEND) ? concat(old.data(), item.data()) : concat(item.data(), old.data()));
		if (!this.store.accepts(joined.size())) {
			return Stored.not(StoreResult.NOT_STORED);
		}
		return put(joined);
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
