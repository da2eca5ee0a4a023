package io.github.memcachedspring.cache;

import java.util.List;
import java.util.function.LongFunction;

import io.github.memcachedspring.cache.Lookup.State;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a cache, and what they do to loads that are under way. A value that
 * cannot be stored leaves nothing behind: its former entry would be stale.
 */
final class CacheWriter {

	/** Each further try means that the key was changed in between. */
	private static final int MAX_TRIES = 16;

	private final CacheContext context;

	CacheWriter(CacheContext context) {
		this.context = context;
	}

	/** Encodes a value now and stores it, within a transaction after its commit. */
	void put(LoadRequest request, @Nullable Object value) {
		MemcachedKey wireKey = request.wireKey();
		long generation;
		try {
			generation = this.context.store().generation(wireKey).await();
		}
		catch (RuntimeException ex) {
			// What is there has to go, if not now then when the node is back.
			perform(() -> discard(wireKey));
			this.context.failed(ex);
			return;
		}
		try {
			EncodedValue encoded = encode(request, value, generation);
			this.context.writes().perform(() -> putNow(wireKey, encoded), () -> remove(wireKey));
		}
		catch (TranscodingException ex) {
			perform(() -> remove(wireKey));
			this.context.unstorable(ex);
		}
	}

	private EncodedValue encode(LoadRequest request, @Nullable Object value, long generation) {
		return this.context.store().encode(request.key(), value, generation, request.timeToLive());
	}

	private void putNow(MemcachedKey key, EncodedValue value) {
		this.context.leases().voidFlight(key);
		try {
			this.context.store().put(key, value).await();
			this.context.statistics().puts.increment();
		}
		catch (ItemTooLargeException ex) {
			discard(key);
			this.context.unstorable(ex);
		}
		catch (RuntimeException ex) {
			this.context.failed(ex);
		}
	}

	/**
	 * Stores a value at once if there is none.
	 * @return what was there, or a miss if the value was stored, cannot be stored or
	 * memcached failed
	 */
	Lookup putIfAbsent(LoadRequest request, @Nullable Object value) {
		MemcachedKey wireKey = request.wireKey();
		long generation = generation(wireKey);
		if (generation == Generations.UNKNOWN) {
			return Lookup.NOTHING;
		}
		try {
			return addOrFind(wireKey, generation, (stamp) -> encode(request, value, stamp));
		}
		catch (TranscodingException | ItemTooLargeException ex) {
			this.context.unstorable(ex);
			return this.context.await(this.context.store().find(wireKey), Lookup.NOTHING);
		}
		catch (MemcachedException ex) {
			this.context.failed(ex);
			return Lookup.NOTHING;
		}
	}

	private Lookup addOrFind(MemcachedKey key, long generation, LongFunction<EncodedValue> encoder) {
		Lookup found = Lookup.miss(State.ABSENT, generation, null);
		for (int i = 0; i < MAX_TRIES; i++) {
			EncodedValue value = encoder.apply(found.generation());
			CasToken token = found.token();
			StoreResult result = ((token != null) ? this.context.store().replace(key, value, token)
					: this.context.store().add(key, value))
				.await();
			if (result == StoreResult.STORED) {
				this.context.statistics().puts.increment();
				return Lookup.NOTHING;
			}
			found = this.context.store().find(key).await();
			if (found.hit() && !found.isStale()) {
				return found;
			}
		}
		throw new MemcachedException("Key '%s' kept changing".formatted(key), this.context.operations().nodeOf(key));
	}

	/** Returns the generation for a value that is made now, or UNKNOWN on a failure. */
	private long generation(MemcachedKey key) {
		return this.context.await(this.context.store().generation(key), Generations.UNKNOWN);
	}

	void evict(MemcachedKey key) {
		perform(() -> {
			this.context.leases().voidFlight(key);
			if (this.context.await(this.context.store().evict(key).map((there) -> true), false)) {
				this.context.statistics().evictions.increment();
			}
		});
	}

	/** Removes what is there, for it would be stale. */
	private void remove(MemcachedKey key) {
		this.context.leases().voidFlight(key);
		this.context.await(this.context.store().remove(key), false);
	}

	/** Removes what is there, and does not wait for it. */
	private void discard(MemcachedKey key) {
		this.context.leases().voidFlight(key);
		Replies.send(this.context.store().remove(key));
	}

	/** Removes an entry at once and tells whether there was a value. */
	boolean evictIfPresent(MemcachedKey key) {
		this.context.leases().voidFlight(key);
		// Deleting a load's stub succeeds too, so the entry is looked at in the same
		// round trip.
		Reply<Lookup> found = this.context.store().find(key);
		Reply<Boolean> evicted = this.context.store().remove(key);
		// A decorator may send commands as replies are consumed, and the entry has to go.
		Reply<Lookup> foundInAnyCase = found
			.onFailure((failure) -> evicted.flatMap((deleted) -> Reply.failed(failure)));
		return this.context.await(foundInAnyCase.and(evicted, (lookup, deleted) -> {
			this.context.statistics().evictions.increment();
			return lookup.hit() && !lookup.isStale() && deleted;
		}), false);
	}

	void clear() {
		perform(this::clearNow);
	}

	/** Performs what only removes, and so is right whether there was a commit or not. */
	private void perform(Runnable removal) {
		this.context.writes().perform(removal, removal);
	}

	void clearNow() {
		this.context.leases().voidAll();
		this.context.statistics().clears.increment();
		List<RuntimeException> failures = List.copyOf(this.context.store().clear().values());
		failures.stream().skip(1).forEach(this.context::failedQuietly);
		failures.stream().limit(1).forEach(this.context::failed);
	}

}
