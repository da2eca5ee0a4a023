package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.transcoder.EntryHeader;
import org.jspecify.annotations.Nullable;

/**
 * A value as it was found, for those who are to replace it or may have to put it back.
 *
 * @param item the item
 * @param header what the entry says about itself
 * @param readAt {@link System#nanoTime()} of the read
 * @since 0.1.0
 */
public record Entry(Item item, EntryHeader header, long readAt) {

	private static final long SHORTEST_MARKED = 2;

	private static final Duration ROUNDING = Duration.ofMillis(5);

	/**
	 * Returns what was found just now.
	 * @param item the item
	 * @param header what the entry says about itself
	 * @return the entry
	 */
	public static Entry of(Item item, EntryHeader header) {
		return new Entry(item, header, System.nanoTime());
	}

	/** Returns how long callers may get the value from now on. */
	Duration left() {
		return remaining().minus(elapsed());
	}

	boolean hasGone() {
		return left().isZero() || left().isNegative();
	}

	/** Returns whether it stands in, once it has expired, for loads that fail. */
	boolean outlivesExpiry() {
		return !this.item.stale() && StaleWindow.seconds(this.header) > 0;
	}

	/** Returns how long callers may get the value, as of the read. */
	Duration remaining() {
		long seconds = this.item.stale() ? this.item.remainingSeconds()
				: StaleWindow.remainingSeconds(this.item, this.header);
		return Duration.ofSeconds(Math.max(seconds, 0));
	}

	/**
	 * Returns when the item expires if it is stored again now, so that it expires when it
	 * would have anyway.
	 * @return the expiration, or {@code null} if that is now, or so soon that an item
	 * which is only marked may have been replaced by the stub of its refresh
	 */
	public @Nullable Expiration expiration() {
		if (this.item.remainingSeconds() == Item.NO_EXPIRATION) {
			return Expiration.NEVER;
		}
		// The server's second may have ended once more than the elapsed time tells. What
		// the entry says of itself decides, or a value that is put back again and again
		// would live longer and longer, or shorter and shorter.
		long longest = this.item.remainingSeconds() - elapsed().toSeconds();
		long seconds = this.item.stale() ? longest : Math.max(longest - 1, Math.min(longest, secondsByOwnAccount()));
		return (seconds >= (this.item.stale() ? SHORTEST_MARKED : 1)) ? Expiration.after(Duration.ofSeconds(seconds))
				: null;
	}

	private long secondsByOwnAccount() {
		long end = this.header.storedAtMillis() + this.header.timeToLiveMillis()
				+ StaleWindow.seconds(this.header) * 1000;
		return -Math.floorDiv(System.currentTimeMillis() - end, 1000L);
	}

	/**
	 * Returns how long to wait until it can be put back to the second, after at least a
	 * given time.
	 * @return the time, or null if it had better be left to expire
	 */
	@Nullable Duration delayUntilPutBack(Duration atLeast) {
		Duration elapsed = elapsed();
		long second = elapsed.plus(atLeast).toSeconds() + 1;
		return (second <= remaining().toSeconds() - 2) ? Duration.ofSeconds(second).plus(ROUNDING).minus(elapsed)
				: null;
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.readAt);
	}

}
