package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.transcoder.EntryHeader;
import org.jspecify.annotations.Nullable;

/**
 * Prolongs the life of entries that are read. Touches only when less than three quarters
 * of the idle time remain, and never beyond the entry's time to live.
 */
final class IdleTouch {

	private static final double TOUCH_BELOW = 0.75;

	private final MemcachedOperations operations;

	private final @Nullable Duration timeToIdle;

	IdleTouch(MemcachedOperations operations, @Nullable Duration timeToIdle) {
		this.operations = operations;
		this.timeToIdle = timeToIdle;
	}

	/** Returns whether touches kept an entry beyond its time to live. */
	boolean isOverdue(EntryHeader header) {
		return this.timeToIdle != null && header.timeToLiveMillis() > 0 && remainingMillis(header) <= 0;
	}

	void afterHit(MemcachedKey key, Item item, EntryHeader header) {
		if (this.timeToIdle == null || item.remainingSeconds() == Item.NO_EXPIRATION
				|| item.remainingSeconds() >= this.timeToIdle.toSeconds() * TOUCH_BELOW) {
			return;
		}
		Duration remaining = Duration.ofMillis(remainingMillis(header));
		Duration next = TtlPolicy.min(this.timeToIdle, remaining);
		if (next.toSeconds() > item.remainingSeconds()) {
			Replies.send(this.operations.touch(key, Expiration.after(next)));
		}
	}

	private static long remainingMillis(EntryHeader header) {
		return header.storedAtMillis() + header.timeToLiveMillis() - System.currentTimeMillis();
	}

}
