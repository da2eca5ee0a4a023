package io.github.memcachedspring.embedded;

/**
 * Orders items by their last use. Not thread-safe.
 */
final class LruList {

	private Item newest;

	private Item oldest;

	/** The least recently used item; null if there is none. */
	Item oldest() {
		return this.oldest;
	}

	/** The most recently used item; null if there is none. */
	Item newest() {
		return this.newest;
	}

	void add(Item item) {
		item.older = this.newest;
		item.newer = null;
		if (this.newest != null) {
			this.newest.newer = item;
		}
		this.newest = item;
		if (this.oldest == null) {
			this.oldest = item;
		}
	}

	void remove(Item item) {
		if (item.newer != null) {
			item.newer.older = item.older;
		}
		else {
			this.newest = item.older;
		}
		if (item.older != null) {
			item.older.newer = item.newer;
		}
		else {
			this.oldest = item.newer;
		}
		item.newer = null;
		item.older = null;
	}

	void bump(Item item) {
		if (item != this.newest) {
			remove(item);
			add(item);
		}
	}

	void clear() {
		this.newest = null;
		this.oldest = null;
	}

}
