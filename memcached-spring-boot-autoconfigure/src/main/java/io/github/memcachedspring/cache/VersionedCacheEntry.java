package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.cache.Lookup.State;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeyMovedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.Extensions;
import io.github.memcachedspring.transcoder.Transcoder;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a cache. What the cache would not give its readers counts as absent, as
 * does a cached null, and is replaced by its token.
 */
final class VersionedCacheEntry implements VersionedEntry {

	private final CacheContext context;

	private final LoadRequest request;

	VersionedCacheEntry(CacheContext context, LoadRequest request) {
		this.context = context;
		this.request = request;
	}

	@Override
	public Reply<EntryVersion> find() {
		return counted(read());
	}

	private Reply<EntryVersion> read() {
		MemcachedKey key = this.request.wireKey();
		return operations().get(key).flatMap((item) -> {
			if (item != null && Fence.isFence(item.value())) {
				return Reply.failed(new KeyMovedException(key, operations().nodeOf(key)));
			}
			return this.context.store().examine(key, item).flatMap((lookup) -> toVersion(item, lookup));
		});
	}

	private Reply<EntryVersion> toVersion(@Nullable Item item, Lookup lookup) {
		long generation = lookup.generation();
		CasToken token = lookup.token();
		if (lookup.state() == State.STALE_WON && token != null) {
			// Nobody else would load it any more, should this update not create it.
			return this.context.store().discard(this.request.wireKey(), token).flatMap((discarded) -> read());
		}
		if (item != null && lookup.hit() && !lookup.isStale()) {
			return Reply.of((lookup.value() != null) ? EntryVersion.of(lookup.value(), generation, entry(item, lookup))
					: EntryVersion.absent(generation, item.token()));
		}
		if (item != null && token != null && !token.equals(item.token())) {
			// Something else took the place of an undecodable entry, possibly a fence.
			return read();
		}
		return Reply.of(EntryVersion.absent(generation, token));
	}

	private Entry entry(Item item, Lookup lookup) {
		return (lookup.entry() != null) ? lookup.entry() : Entry.of(item, transcoder().read(item.value()).header());
	}

	@Override
	public Write replacement(EntryVersion found, Object value, @Nullable Duration timeToLive, Extensions extensions) {
		Entry entry = found.entry();
		if (entry == null || timeToLive != null) {
			Duration annotated = (timeToLive != null) ? timeToLive : this.request.timeToLive();
			EncodedValue encoded = this.context.store()
				.encode(this.request.key(), value, found.generation(), annotated, extensions);
			return (seen) -> store(encoded.bytes(), encoded.expiration(), seen);
		}
		EntryHeader header = entry.header();
		byte[] bytes = transcoder().encode(value,
				new EntryHeader(header.generation(), header.storedAtMillis(), header.timeToLiveMillis(), extensions));
		return (seen) -> store(bytes, remaining(entry), seen);
	}

	/** Returns when an entry expires that keeps its time, or null if that is now. */
	private @Nullable Expiration remaining(Entry entry) {
		Duration timeToIdle = this.context.configuration().getTimeToIdle();
		if (timeToIdle == null) {
			return entry.expiration();
		}
		EntryHeader header = entry.header();
		long millis = header.storedAtMillis() + header.timeToLiveMillis() - System.currentTimeMillis();
		return (millis > 0) ? Expiration.after(TtlPolicy.min(timeToIdle, Duration.ofMillis(millis))) : null;
	}

	private Reply<StoreResult> store(byte[] bytes, @Nullable Expiration expiration, EntryVersion seen) {
		if (expiration == null) {
			return Reply.of(StoreResult.NOT_FOUND);
		}
		MemcachedKey key = this.request.wireKey();
		CasToken token = seen.token();
		Reply<StoreResult> store = (token != null) ? operations().compareAndSet(key, bytes, expiration, token)
				: operations().add(key, bytes, expiration);
		// Not before it is sent: a load that is voided removes its stub, which may be
		// what is replaced here.
		this.context.leases().voidFlight(key);
		return counted(store.map((result) -> {
			if (result == StoreResult.STORED) {
				this.context.statistics().puts.increment();
			}
			return result;
		}));
	}

	/** Removes as an evict does: with a stale window the value can still be served. */
	@Override
	public Write removal(EntryVersion found) {
		return (seen) -> {
			MemcachedKey key = this.request.wireKey();
			CasToken token = seen.token();
			if (token == null) {
				return Reply.of(StoreResult.NOT_FOUND);
			}
			this.context.leases().voidFlight(key);
			Duration window = this.context.configuration().getServeStale();
			Reply<Boolean> removed = window.isZero() ? operations().compareAndDelete(key, token)
					: operations().markStaleIfUnchanged(key, Expiration.after(window), token);
			return counted(removed.map(this::toResult));
		};
	}

	private StoreResult toResult(boolean removed) {
		if (!removed) {
			return StoreResult.NOT_FOUND;
		}
		this.context.statistics().evictions.increment();
		return StoreResult.STORED;
	}

	/** Counts failures, which reach the caller whatever the cache does with its own. */
	private <T> Reply<T> counted(Reply<T> reply) {
		return reply.onFailure((failure) -> {
			this.context.statistics().failures.count(failure);
			return Reply.failed(failure);
		});
	}

	private Transcoder transcoder() {
		return this.context.configuration().getTranscoder();
	}

	private MemcachedOperations operations() {
		return this.context.operations();
	}

}
