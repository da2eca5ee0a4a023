package io.github.memcachedspring.client.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.MemcachedKey;

/**
 * The keys of a node that have to be removed there before they are read again, because
 * what this JVM wrote or removed may not have arrived. One entry per key; when there are
 * too many all are forgotten, and counted as lost.
 */
final class PendingDeletes {

	/** Version of a key that is not pending. */
	static final long NONE = 0;

	private final int capacity;

	private final Map<MemcachedKey, Long> versions = new LinkedHashMap<>();

	private long lastVersion;

	private volatile int size;

	private volatile long losses;

	PendingDeletes(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Remembers a key, anew if it is remembered already: a removal that is under way may
	 * come before what this is for.
	 * @return whether there was room; if not, all keys are forgotten
	 */
	synchronized boolean add(MemcachedKey key) {
		if (this.versions.size() >= this.capacity && !this.versions.containsKey(key)) {
			// First, for nobody may see that nothing is pending and nothing lost.
			this.losses++;
			this.versions.clear();
			this.size = 0;
			return false;
		}
		this.versions.put(key, ++this.lastVersion);
		this.size = this.versions.size();
		return true;
	}

	/** Returns what a removal or store that is sent from now on makes up for. */
	long version(MemcachedKey key) {
		return (this.size > 0) ? find(key) : NONE;
	}

	private synchronized long find(MemcachedKey key) {
		return this.versions.getOrDefault(key, NONE);
	}

	/** Forgets a key, unless it was added anew since the version was asked for. */
	synchronized void madeUp(MemcachedKey key, long version) {
		if (this.versions.remove(key, version)) {
			this.size = this.versions.size();
		}
	}

	/** Returns the oldest keys with their versions. */
	synchronized List<Map.Entry<MemcachedKey, Long>> oldest(int most) {
		return this.versions.entrySet().stream().limit(most).map(Map.Entry::copyOf).toList();
	}

	int size() {
		return this.size;
	}

	synchronized List<MemcachedKey> keys() {
		return List.copyOf(this.versions.keySet());
	}

	/** Returns all keys and forgets them. */
	synchronized List<MemcachedKey> takeKeys() {
		List<MemcachedKey> keys = keys();
		this.versions.clear();
		this.size = 0;
		return keys;
	}

	/** Returns how often all keys were forgotten. */
	long losses() {
		return this.losses;
	}

}
