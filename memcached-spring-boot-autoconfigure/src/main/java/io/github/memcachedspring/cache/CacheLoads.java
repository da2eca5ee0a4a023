package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.lease.Flight;
import io.github.memcachedspring.lease.SingleFlight;
import io.github.memcachedspring.lease.SingleFlight.Boarding;
import io.github.memcachedspring.lease.SingleFlight.Role;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueRetrievalException;

/**
 * Loads on a miss, one per key in this JVM. The loader of a call runs once at most, and
 * what it returned reaches the caller whatever becomes of the store.
 */
final class CacheLoads {

	/**
	 * How long a call waits for the loads of others, all in all, before it loads for
	 * itself. Bounds what two loads cost that wait for each other, and what a queue of
	 * loads costs that fail one after the other.
	 */
	static final Duration WAIT_LIMIT = Duration.ofSeconds(30);

	private final CacheContext context;

	private final CacheWriter writer;

	CacheLoads(CacheContext context, CacheWriter writer) {
		this.context = context;
		this.writer = writer;
	}

	/**
	 * Returns the cached value, or loads it.
	 * @param timeToLive what {@code @CacheTtl} says, or null
	 * @throws ValueRetrievalException if the loader failed
	 */
	@Nullable Object get(MemcachedKey wireKey, Object key, Callable<?> loader, @Nullable Duration timeToLive) {
		SingleFlight<MemcachedKey, Loaded> flights = this.context.flights();
		long deadline = System.nanoTime() + WAIT_LIMIT.toNanos();
		while (true) {
			int landings = flights.landings(wireKey);
			Lookup lookup = this.context.find(wireKey);
			if (lookup.hit()) {
				return lookup.value();
			}
			Load load = new Load(wireKey, key, loader, lookup, timeToLive);
			if (this.context.writes().isLoadPrivate()) {
				return load.runPrivately();
			}
			Boarding<Loaded> boarding = flights.board(wireKey, Thread.currentThread());
			if (boarding.role() == Role.PILOT) {
				return load.run(boarding.flight(), landings);
			}
			Lookup copy = (boarding.role() == Role.PASSENGER) ? await(boarding.flight(), deadline) : Lookup.NOTHING;
			if (copy != null) {
				return copy.hit() ? copy.value() : load.call();
			}
		}
	}

	/**
	 * Waits for a load that is under way.
	 * @return a hit, or {@link Lookup#NOTHING} if the caller is to load for itself alone,
	 * or null if the load failed and the caller is to try again
	 */
	private @Nullable Lookup await(Flight<Loaded> flight, long deadline) {
		try {
			Loaded loaded = flight.result().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			return (loaded != null) ? loaded.copy(this.context.store()) : null;
		}
		catch (TimeoutException ex) {
			return Lookup.NOTHING;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Lookup.NOTHING;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A flight does not fail", ex);
		}
	}

	/** One run of a loader. */
	private final class Load {

		private final MemcachedKey wireKey;

		private final Object key;

		private final Callable<?> loader;

		private final Lookup lookup;

		private final @Nullable Duration timeToLive;

		Load(MemcachedKey wireKey, Object key, Callable<?> loader, Lookup lookup, @Nullable Duration timeToLive) {
			this.wireKey = wireKey;
			this.key = key;
			this.loader = loader;
			this.lookup = lookup;
			this.timeToLive = timeToLive;
		}

		@Nullable Object call() {
			try {
				return this.loader.call();
			}
			catch (Exception ex) {
				throw new ValueRetrievalException(this.key, this.loader, ex);
			}
		}

		@Nullable Object runPrivately() {
			Object value = call();
			EncodedValue encoded = encode(value);
			if (encoded != null && isStorable(value)) {
				CacheLoads.this.writer.put(this.wireKey, encoded);
			}
			return value;
		}

		@Nullable Object run(Flight<Loaded> flight, int landingsBefore) {
			CacheContext context = CacheLoads.this.context;
			Loaded loaded = null;
			try {
				if (context.flights().landings(this.wireKey) != landingsBefore) {
					Lookup again = context.await(context.store().find(this.wireKey), Lookup.NOTHING);
					if (again.hit()) {
						return again.value();
					}
				}
				Object value = call();
				loaded = new Loaded(encode(value));
				store(value, loaded.encoded(), flight);
				return value;
			}
			finally {
				context.flights().land(this.wireKey, flight, loaded);
			}
		}

		private void store(@Nullable Object value, @Nullable EncodedValue encoded, Flight<Loaded> flight) {
			if (encoded != null && isStorable(value)) {
				CacheLoads.this.writer.putLoaded(this.wireKey, encoded, flight);
			}
		}

		private boolean isStorable(@Nullable Object value) {
			return CacheLoads.this.context.isStorable(value, this.lookup);
		}

		private @Nullable EncodedValue encode(@Nullable Object value) {
			return CacheLoads.this.writer.encodeLoaded(this.key, value, this.lookup.generation(), this.timeToLive);
		}

	}

}
