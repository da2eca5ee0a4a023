package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import org.jspecify.annotations.Nullable;

/**
 * What the old cluster has for a key.
 *
 * @param item what is there, be it of use or not, or null
 * @param bytes what the new cluster is to hold instead, or null if there is no value
 * @param expiration when that expires, or null if that is too soon for a copy
 */
record OldValue(@Nullable Item item, byte @Nullable [] bytes, @Nullable Expiration expiration) {

	/** Nothing at all. */
	static final OldValue NONE = new OldValue(null, null, null);

	/**
	 * Returns how long readers may take a value to live: as long as its copy, if nobody
	 * knows.
	 */
	long remainingSeconds(Item original) {
		long remaining = original.remainingSeconds();
		if (remaining != Item.UNKNOWN_EXPIRATION) {
			return remaining;
		}
		// Counted from 0, a time in the protocol's numbers is always one in seconds.
		return (this.expiration != null) ? this.expiration.toWire(0) : 1;
	}

	/** Something that is no value, or none that counts. */
	static OldValue dead(@Nullable Item item) {
		return (item != null) ? new OldValue(item, null, null) : NONE;
	}

}
