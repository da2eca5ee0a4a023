package io.github.memcachedspring.migration;

import java.time.Duration;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * Decides when copies expire: not later than the originals, and hardly earlier.
 */
final class CopyExpirations {

	private final MigrationSettings settings;

	CopyExpirations(MigrationSettings settings) {
		this.settings = settings;
	}

	/**
	 * Returns when a copy expires that is stored right now.
	 * @param key the key on the new cluster
	 * @param item the original
	 * @param ownAccount how many seconds the original still counts by its own account, or
	 * {@link Item#NO_EXPIRATION}
	 * @param sentAt when the command was sent that read it
	 * @return the expiration, or null if there is no time left to make a copy of
	 */
	@Nullable Expiration of(MemcachedKey key, Item item, long ownAccount, long sentAt) {
		long remaining = item.remainingSeconds();
		if (remaining == Item.NO_EXPIRATION) {
			Duration timeToLive = this.settings.timeToLive().apply(key);
			return (timeToLive != null) ? Expiration.after(timeToLive) : Expiration.NEVER;
		}
		if (remaining == Item.UNKNOWN_EXPIRATION) {
			long cap = this.settings.copyTimeToLive().toSeconds();
			return after((ownAccount >= 0) ? Math.min(cap, ownAccount) : cap);
		}
		// Servers count whole seconds, each for itself: what is left of the second that
		// the old one is in may be next to nothing.
		long elapsed = Duration.ofNanos(System.nanoTime() - sentAt).toSeconds();
		return after(remaining - 1 - elapsed);
	}

	private static @Nullable Expiration after(long seconds) {
		return (seconds >= 1) ? Expiration.after(Duration.ofSeconds(seconds)) : null;
	}

}
