package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.transcoder.EncodedEntry;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries that this library wrote. Their payload stays as it is.
 */
final class OwnEntryReader implements OldEntryReader {

	private final OldKeys keys;

	OwnEntryReader(String keyPrefix) {
		this.keys = new OldKeys(keyPrefix);
	}

	@Override
	public MemcachedKey oldKey(MemcachedKey key) {
		return this.keys.of(key);
	}

	@Override
	public @Nullable OldEntry read(MemcachedKey key, Item item) {
		try {
			EncodedEntry entry = EncodedEntry.of(item.value());
			return new OldEntry(entry.header().generation(), remainingSeconds(entry.header()), entry::withGeneration);
		}
		catch (TranscodingException ex) {
			return null;
		}
	}

	/** Without a stale window, which is for values that are still being used. */
	private static long remainingSeconds(EntryHeader header) {
		if (header.timeToLiveMillis() == 0) {
			return Item.NO_EXPIRATION;
		}
		long millis = header.storedAtMillis() + header.timeToLiveMillis() - System.currentTimeMillis();
		return Math.max(millis / 1000, 0);
	}

	@Override
	public boolean isOwnFormat() {
		return true;
	}

}
