package io.github.memcachedspring.cache;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.Extensions;

/**
 * How long an entry is kept beyond its time to live, in case its next load fails. The
 * entry says so itself, since other instances may have other settings.
 */
final class StaleWindow {

	/** Holds the seconds, as an int. */
	private static final int TAG = 1;

	private StaleWindow() {
	}

	/** Replaces the window that an entry had before, if any. */
	static EntryHeader addTo(EntryHeader header, Duration window) {
		if (window.isZero() && seconds(header) == 0) {
			return header;
		}
		byte[] seconds = ByteBuffer.allocate(Integer.BYTES).putInt(seconds(window)).array();
		return new EntryHeader(header.generation(), header.storedAtMillis(), header.timeToLiveMillis(),
				header.extensions().with(TAG, seconds));
	}

	private static int seconds(Duration window) {
		return (int) Math.min(window.plusNanos(999_999_999).toSeconds(), Integer.MAX_VALUE);
	}

	static long seconds(EntryHeader header) {
		if (header.extensions() == Extensions.NONE) {
			return 0;
		}
		byte[] seconds = header.extensions().get(TAG);
		return (seconds != null && seconds.length == Integer.BYTES) ? ByteBuffer.wrap(seconds).getInt() : 0;
	}

	/**
	 * Returns how much of an entry's time to live remains, zero or less if only its
	 * window does.
	 */
	static long remainingSeconds(Item item, EntryHeader header) {
		return (item.remainingSeconds() == Item.NO_EXPIRATION) ? Long.MAX_VALUE
				: item.remainingSeconds() - seconds(header);
	}

}
