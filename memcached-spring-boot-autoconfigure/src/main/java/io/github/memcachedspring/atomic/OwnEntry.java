package io.github.memcachedspring.atomic;

import java.time.Duration;

import io.github.memcachedspring.cache.Entry;
import io.github.memcachedspring.cache.EntryVersion;
import io.github.memcachedspring.cache.VersionedEntry;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeyMovedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.transcoder.EncodedEntry;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a namespace.
 */
final class OwnEntry implements VersionedEntry {

	/** There are no generations where nothing is ever cleared. */
	private static final long GENERATION = 0;

	private final OwnEntries entries;

	private final MemcachedKey key;

	OwnEntry(OwnEntries entries, MemcachedKey key) {
		this.entries = entries;
		this.key = key;
	}

	@Override
	public Reply<EntryVersion> find() {
		return this.entries.operations().get(this.key).map(this::toVersion);
	}

	private EntryVersion toVersion(@Nullable Item item) {
		if (item == null || item.isStub()) {
			return EntryVersion.absent(GENERATION, (item != null) ? item.token() : null);
		}
		if (Fence.isFence(item.value())) {
			throw new KeyMovedException(this.key, this.entries.operations().nodeOf(this.key));
		}
		EncodedEntry encoded = this.entries.transcoder().read(item.value());
		Object value = this.entries.transcoder().decode(encoded);
		return (value != null) ? EntryVersion.of(value, GENERATION, Entry.of(item, encoded.header()))
				: EntryVersion.absent(GENERATION, item.token());
	}

	@Override
	public Write replacement(EntryVersion found, Object value, @Nullable Duration timeToLive, Extensions extensions) {
		Entry entry = found.entry();
		if (entry != null && timeToLive == null) {
			byte[] bytes = encode(value, entry.header().storedAtMillis(), entry.header().timeToLiveMillis(),
					extensions);
			return (seen) -> store(bytes, entry.expiration(), seen);
		}
		Duration lifetime = (timeToLive != null) ? timeToLive : this.entries.timeToLive();
		byte[] bytes = encode(value, System.currentTimeMillis(), lifetime.toMillis(), extensions);
		return (seen) -> store(bytes, Expiration.after(lifetime), seen);
	}

	private byte[] encode(Object value, long storedAtMillis, long timeToLiveMillis, Extensions extensions) {
		return this.entries.transcoder()
			.encode(value, new EntryHeader(GENERATION, storedAtMillis, timeToLiveMillis, extensions));
	}

	private Reply<StoreResult> store(byte[] bytes, @Nullable Expiration expiration, EntryVersion seen) {
		if (expiration == null) {
			return Reply.of(StoreResult.NOT_FOUND);
		}
		CasToken token = seen.token();
		return (token != null) ? this.entries.operations().compareAndSet(this.key, bytes, expiration, token)
				: this.entries.operations().add(this.key, bytes, expiration);
	}

	@Override
	public Write removal(EntryVersion found) {
		return (seen) -> {
			CasToken token = seen.token();
			return (token == null) ? Reply.of(StoreResult.NOT_FOUND)
					: this.entries.operations()
						.compareAndDelete(this.key, token)
						.map((removed) -> removed ? StoreResult.STORED : StoreResult.NOT_FOUND);
		};
	}

}
