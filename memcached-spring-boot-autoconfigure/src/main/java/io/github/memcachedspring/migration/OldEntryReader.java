package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * Tells how entries of caches are found on the old cluster, and how they are understood.
 * Must be safe for use by many threads.
 *
 * @since 0.1.0
 */
public interface OldEntryReader {

	/**
	 * Returns the key that an entry has on the old cluster.
	 * @param key the key of a cache's entry on the new cluster
	 * @return the key on the old one, or {@code null} if there cannot be such an entry
	 */
	@Nullable MemcachedKey oldKey(MemcachedKey key);

	/**
	 * Understands an item of the old cluster.
	 * @param key the key on the new cluster
	 * @param item the item that was found under the old key; neither a stub nor stale
	 * @return the entry, or {@code null} if it cannot be understood and counts as absent
	 */
	@Nullable OldEntry read(MemcachedKey key, Item item);

	/**
	 * Returns whether this library wrote the entries. Only then the old cluster can be
	 * the truth, values are handed over to the new one, and a clear invalidates what the
	 * old one holds; else a clear ends the use of the old cluster for its cache.
	 * @return {@code false} for entries of another library
	 */
	boolean isOwnFormat();

	/**
	 * Returns a reader of entries that this library wrote.
	 * @param keyPrefix what all keys of the old cluster begin with, may be empty
	 * @return the reader
	 */
	static OldEntryReader ownFormat(String keyPrefix) {
		return new OwnEntryReader(keyPrefix);
	}

}
