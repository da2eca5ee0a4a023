package io.github.memcachedspring.embedded;

/**
 * What the flags of {@code mg} show of an item.
 */
final class ItemView {

	private static final long UNSIGNED = 0xffffffffL;

	private final Item item;

	private final int now;

	ItemView(Item item, int now) {
		this.item = item;
		this.now = now;
	}

	/** What this flag shows; null if nothing. */
	String show(int flag) {
		return switch (flag) {
			case 's' -> "s" + this.item.data().length;
			case 't' -> "t" + remaining(this.item, this.now);
			case 'c' -> "c" + Long.toUnsignedString(this.item.cas);
			case 'f' -> "f" + Integer.toUnsignedString(this.item.flags);
			case 'h' -> this.item.fetched ? "h1" : "h0";
			case 'l' -> "l" + (this.now - this.item.accessed);
			default -> null;
		};
	}

	/**
	 * The seconds until an item expires, -1 for never. An expiry in the past shows as a
	 * number just below 2^32, as memcached computes it.
	 */
	static long remaining(Item item, int now) {
		return (item.expiry == 0) ? -1 : (item.expiry - now) & UNSIGNED;
	}

}
