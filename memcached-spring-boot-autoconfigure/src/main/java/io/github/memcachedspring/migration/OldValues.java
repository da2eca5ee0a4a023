package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;

/**
 * Reads what the old cluster has, and decides whether it counts as a value.
 */
interface OldValues {

	/**
	 * Reads what readers of a key may get. Sends its commands at once if it can.
	 * @return the value; fails if the old cluster does
	 */
	Reply<OldValue> find(MemcachedKey key);

	/**
	 * Reads what is there, for whoever is to replace it.
	 * @return the value; fails if the old cluster does
	 */
	Reply<OldValue> read(MemcachedKey key);

}
