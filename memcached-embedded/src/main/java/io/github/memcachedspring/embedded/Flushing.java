package io.github.memcachedspring.embedded;

/**
 * Which items a {@code flush_all} for later invalidates. As in memcached, it takes effect
 * one second before the time asked for, and hits what was used last up to and including
 * that second.
 */
final class Flushing {

	private static final int NEVER = Integer.MAX_VALUE;

	private final ServerTime time;

	private int second = NEVER;

	Flushing(ServerTime time) {
		this.time = time;
	}

	/**
	 * Replaces what was asked for before.
	 * @param expiry as sent by the client
	 * @return whether all present items are to go now
	 */
	boolean schedule(int expiry) {
		boolean now = expiry <= 0;
		this.second = now ? NEVER : this.time.expiry(expiry) - 1;
		return now;
	}

	boolean hits(Item item) {
		return this.second <= this.time.now() && item.accessed <= this.second;
	}

}
