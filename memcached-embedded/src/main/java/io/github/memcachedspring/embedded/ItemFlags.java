package io.github.memcachedspring.embedded;

/**
 * Applies the flags of {@code mg} to an item, one after the other: what a flag shows
 * depends on those before it.
 */
final class ItemFlags {

	private final MetaFlags flags;

	private final Item item;

	private final ServerTime time;

	private final boolean created;

	private boolean wins;

	/**
	 * Begins.
	 * @param wins whether the client is to store the item anew, whatever the flags say
	 */
	ItemFlags(MetaFlags flags, Item item, boolean wins, ServerTime time) {
		this.flags = flags;
		this.item = item;
		this.time = time;
		this.wins = wins;
		this.created = wins && !item.stale;
	}

	/** Applies a flag and returns what it shows; null if nothing. */
	String apply(int flag) {
		switch (flag) {
			case 'T' -> this.item.expiry = this.time.expiry(this.flags.expiry('T'));
			case 'N' -> this.item.expiry = this.created ? this.time.expiry(this.flags.expiry('N')) : this.item.expiry;
			case 'R' -> this.wins |= isDue();
			default -> {
				return new ItemView(this.item, this.time.now()).show(flag);
			}
		}
		return null;
	}

	/** Memcached reads the token as an expiry time, so a large one is Unix time. */
	private boolean isDue() {
		return !this.item.won && !this.created && this.item.expiry != 0
				&& this.item.expiry < this.time.expiry(this.flags.expiry('R'));
	}

	/** Whether the item was made for this command. */
	boolean created() {
		return this.created;
	}

	/** Whether the client is to store the item anew. */
	boolean wins() {
		return this.wins;
	}

}
