package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;

/**
 * Looks behind the marks of what was handed over.
 */
final class Fences {

	private Fences() {
	}

	static boolean isFence(Item item) {
		return Fence.isFence(item.value());
	}

	/** Returns whether an item is a mark that keeps no value. */
	static boolean isEmpty(Item item) {
		return isFence(item) && item.value().length == Fence.PREFIX.length();
	}

	/** Returns the value behind a mark, which may be empty, or the item if it is none. */
	static Item unwrap(Item item) {
		if (!isFence(item)) {
			return item;
		}
		return new Item(Fence.value(item.value()), item.flags(), item.token(), item.remainingSeconds(), item.won(),
				item.lost(), item.stale());
	}

}
