package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.lease.Flight;
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
	void put(MemcachedKey wireKey, Object key, @Nullable Object value, long generation, @Nullable Duration timeToLive) {
		long stamp = (generation != Generations.UNKNOWN) ? generation : generation(wireKey);
		if (stamp == Generations.UNKNOWN) {
			return;
		}
		try {
			put(wireKey, this.context.store().encode(key, value, stamp, timeToLive));
		}
		catch (TranscodingException ex) {
			this.context.writes().perform(() -> remove(wireKey));
			this.context.unstorable(ex);
		}
	}

	/** Stores a value, within a transaction after its commit. */
	void put(MemcachedKey wireKey, EncodedValue value) {
		this.context.writes().perform(() -> {
			this.context.flights().voidFlight(wireKey);
			putNow(wireKey, value);
		});
	}

	private void putNow(MemcachedKey key, EncodedValue value) {
		try {
			this.context.store().put(key, value).await();
			this.context.statistics().puts.increment();
		}
		catch (ItemTooLargeException ex) {
			Replies.send(this.context.store().evict(key));
			this.context.unstorable(ex);
		}
		catch (RuntimeException ex) {
			this.context.failed(ex);
		}
	}

	/**
	 * Encodes a loaded value.
	 * @return the encoded value, or null if that is not possible
	 */
	@Nullable EncodedValue encodeLoaded(Object key, @Nullable Object value, long generation, @Nullable Duration timeToLive) {
		try {
			return this.context.store().encode(key, value, generation, timeToLive);
		}
		catch (TranscodingException ex) {
			this.context.unstorableQuietly(ex);
			return null;
		}
	}

	/** Stores a loaded value. Never throws. */
	void putLoaded(MemcachedKey key, EncodedValue value, Flight<?> flight) {
		Reply<StoreResult> reply = flight.unlessVoid(() -> this.context.store().put(key, value));
		if (reply == null) {
			return;
		}
		try {
			reply.await();
			this.context.statistics().puts.increment();
		}
		catch (RuntimeException ex) {
			loadedPutFailed(key, ex);
		}
	}

	/** Stores a loaded value without waiting. Never throws. */
	void putLoadedWithoutWaiting(MemcachedKey key, EncodedValue value, Flight<?> flight) {
		Reply<StoreResult> reply = flight.unlessVoid(() -> this.context.store().put(key, value));
		if (reply != null) {
			awaitLater(key, reply);
		}
	}

	/**
	 * Stores a loaded value without waiting, voiding the load of others. Whoever reads
	 * the key afterwards in this JVM does so behind it on the same connection. Never
	 * throws.
	 */
	void putLoadedWithoutWaiting(MemcachedKey key, EncodedValue value) {
		this.context.flights().voidFlight(key);
		awaitLater(key, this.context.store().put(key, value));
	}

	private void awaitLater(MemcachedKey key, Reply<StoreResult> put) {
		put.subscribe(this.context.executor(), (result, failure) -> {
			if (failure != null) {
				loadedPutFailed(key, failure);
			}
			else {
				this.context.statistics().puts.increment();
			}
		});
	}

	private void loadedPutFailed(MemcachedKey key, RuntimeException failure) {
		if (failure instanceof ItemTooLargeException) {
			Replies.send(this.context.store().evict(key));
			this.context.unstorableQuietly(failure);
		}
		else {
			this.context.failedQuietly(failure);
		}
	}

	/**
	 * Stores a value at once if there is none.
	 * @return what was there, or a miss if the value was stored, cannot be stored or
	 * memcached failed
	 */
	Lookup putIfAbsent(MemcachedKey wireKey, Object key, @Nullable Object value, @Nullable Duration timeToLive) {
		long generation = generation(wireKey);
		if (generation == Generations.UNKNOWN) {
			return Lookup.NOTHING;
		}
		try {
			return addOrFind(wireKey, generation,
					(stamp) -> this.context.store().encode(key, value, stamp, timeToLive));
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
		Lookup found = Lookup.miss(generation, null);
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
			if (found.hit()) {
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
		this.context.writes().perform(() -> {
			if (remove(key)) {
				this.context.statistics().evictions.increment();
			}
		});
	}

	/** Removes what is there; returns whether memcached did so. */
	private boolean remove(MemcachedKey key) {
		this.context.flights().voidFlight(key);
		return this.context.await(this.context.store().evict(key).map((there) -> true), false);
	}

	/** Removes an entry at once and tells whether there was a value. */
	boolean evictIfPresent(MemcachedKey key) {
		this.context.flights().voidFlight(key);
		// Deleting a load's stub succeeds too, so the entry is looked at in the same
		// round trip.
		Reply<Lookup> found = this.context.store().find(key);
		Reply<Boolean> evicted = this.context.store().evict(key);
		return this.context.await(found.and(evicted, (lookup, deleted) -> {
			this.context.statistics().evictions.increment();
			return lookup.hit() && deleted;
		}), false);
	}

	void clear() {
		this.context.writes().perform(this::clearNow);
	}

	void clearNow() {
		this.context.flights().voidAll();
		this.context.statistics().clears.increment();
		List<RuntimeException> failures = List.copyOf(this.context.store().clear().values());
		failures.stream().skip(1).forEach(this.context::failedQuietly);
		failures.stream().limit(1).forEach(this.context::failed);
	}

}
