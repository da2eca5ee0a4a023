package io.github.memcachedspring.embedded;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All items of a server, behind one lock: every method but {@link #atomically} is called
 * with the lock held.
 */
final class Store {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Item> items = new HashMap<>();

	private final LruList order = new LruList();

	private final Flushing flushing;

	private final ServerTime time;

	private final Limits limits;

	private final Statistics statistics;

	private long bytes;

	private long lastCas;

	Store(ServerTime time, Limits limits, Statistics statistics) {
		this.time = time;
		this.limits = limits;
		this.statistics = statistics;
		this.flushing = new Flushing(time);
	}

	<T> T atomically(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	void atomically(Runnable action) {
		atomically(() -> {
			action.run();
			return null;
		});
	}

	Statistics statistics() {
		return this.statistics;
	}

	ServerTime time() {
		return this.time;
	}

	/** The live item with this key; null if there is none. */
	Item find(String key) {
		Item item = this.items.get(key);
		if (item == null) {
			return null;
		}
		boolean expired = item.expiry != 0 && item.expiry <= this.time.now();
		if (!expired && !this.flushing.hits(item)) {
			return item;
		}
		if (expired && !item.fetched) {
			this.statistics.count(Counter.EXPIRED_UNFETCHED);
		}
		this.statistics.count(expired ? Counter.GET_EXPIRED : Counter.GET_FLUSHED);
		remove(item);
		return null;
	}

	/** Notes that a client has read the item. */
	void use(Item item) {
		item.fetched = true;
		bump(item);
	}

	void bump(Item item) {
		item.accessed = this.time.now();
		this.order.bump(item);
	}

	/** Whether an item of this size may be stored at all. */
	boolean accepts(long size) {
		return size <= this.limits.maxItemSize();
	}

	/** Stores the item with a CAS number of its own, in place of the one with its key. */
	void put(Item item) {
		Item old = this.items.put(item.key, item);
		if (old != null) {
			unlink(old);
		}
		renewCas(item);
		item.accessed = this.time.now();
		this.order.add(item);
		this.bytes += item.size();
		this.statistics.count(Counter.TOTAL_ITEMS);
		makeRoom(item);
	}

	private void makeRoom(Item kept) {
		while (this.bytes > this.limits.memory() && this.order.oldest() != kept) {
			Item victim = this.order.oldest();
			this.statistics.count(Counter.EVICTIONS);
			if (!victim.fetched) {
				this.statistics.count(Counter.EVICTED_UNFETCHED);
			}
			remove(victim);
		}
	}

	void renewCas(Item item) {
		item.cas = ++this.lastCas;
	}

	void remove(Item item) {
		this.items.remove(item.key);
		unlink(item);
	}

	void delete(String key) {
		Item item = find(key);
		if (item != null) {
			remove(item);
		}
	}

	private void unlink(Item item) {
		this.order.remove(item);
		this.bytes -= item.size();
	}

	/**
	 * Invalidates all items.
	 * @param expiry when, as sent by the client
	 */
	void flushAll(int expiry) {
		if (this.flushing.schedule(expiry)) {
			this.items.clear();
			this.order.clear();
			this.bytes = 0;
		}
	}

	/** Shows all live items, the last used first. */
	void forEach(Consumer<Item> action) {
		Item next = this.order.newest();
		while (next != null) {
			Item item = next;
			next = item.older;
			if (find(item.key) != null) {
				action.accept(item);
			}
		}
	}

	int count() {
		return this.items.size();
	}

	long bytes() {
		return this.bytes;
	}

}
