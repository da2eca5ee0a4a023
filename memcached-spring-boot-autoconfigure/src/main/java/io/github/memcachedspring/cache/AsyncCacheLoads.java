package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.lease.Flight;
import io.github.memcachedspring.lease.SingleFlight.Boarding;
import io.github.memcachedspring.lease.SingleFlight.Role;
import org.jspecify.annotations.Nullable;

/**
 * Loads on a miss for callers that do not wait. Every caller gets a future of its own,
 * because one that gives up cancels it.
 */
final class AsyncCacheLoads {

	private final CacheContext context;

	private final CacheWriter writer;

	AsyncCacheLoads(CacheContext context, CacheWriter writer) {
		this.context = context;
		this.writer = writer;
	}

	/** Reads an entry; a failure of memcached is a miss, unless it is to be thrown. */
	CompletableFuture<Lookup> find(MemcachedKey key) {
		return this.context.store().find(key).toFuture(this.context.executor()).handle((lookup, failure) -> {
			if (failure != null) {
				this.context.failed(asRuntimeException(failure));
			}
			return this.context.counted((failure != null) ? Lookup.NOTHING : lookup);
		});
	}

	/** Returns the cached value, or loads it. */
	<T> CompletableFuture<T> get(MemcachedKey wireKey, Object key, Supplier<CompletableFuture<T>> loader,
			@Nullable Duration timeToLive) {
		CompletableFuture<T> result = new CompletableFuture<>();
		new Caller<>(wireKey, key, loader, timeToLive, result).start();
		return result;
	}

	private static RuntimeException asRuntimeException(Throwable failure) {
		Throwable cause = unwrap(failure);
		return (cause instanceof RuntimeException runtimeException) ? runtimeException : new CompletionException(cause);
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/** One call, from the look into the cache to its own future. */
	private final class Caller<T> {

		private final MemcachedKey wireKey;

		private final Object key;

		private final Supplier<CompletableFuture<T>> loader;

		private final @Nullable Duration timeToLive;

		private final CompletableFuture<T> result;

		private final long deadline = System.nanoTime() + CacheLoads.WAIT_LIMIT.toNanos();

		Caller(MemcachedKey wireKey, Object key, Supplier<CompletableFuture<T>> loader, @Nullable Duration timeToLive,
				CompletableFuture<T> result) {
			this.wireKey = wireKey;
			this.key = key;
			this.loader = loader;
			this.timeToLive = timeToLive;
			this.result = result;
		}

		void start() {
			CacheContext context = AsyncCacheLoads.this.context;
			int landings = context.flights().landings(this.wireKey);
			find(this.wireKey).whenComplete((lookup, failure) -> {
				if (failure != null) {
					this.result.completeExceptionally(unwrap(failure));
				}
				else if (!completeIfHit(lookup)) {
					guarded(() -> board(lookup, landings));
				}
			});
		}

		@SuppressWarnings({ "unchecked", "NullAway" }) // the caller knows its type
		private boolean completeIfHit(Lookup lookup) {
			if (lookup.hit()) {
				this.result.complete((T) lookup.value());
			}
			return lookup.hit();
		}

		private void board(Lookup lookup, int landings) {
			CacheContext context = AsyncCacheLoads.this.context;
			Boarding<Loaded> boarding = context.flights().board(this.wireKey, null);
			if (boarding.role() == Role.PASSENGER) {
				await(boarding.flight());
			}
			else if (context.flights().landings(this.wireKey) != landings) {
				lookAgain(boarding.flight(), lookup);
			}
			else {
				fly(boarding.flight(), lookup);
			}
		}

		private void lookAgain(Flight<Loaded> flight, Lookup before) {
			CacheContext context = AsyncCacheLoads.this.context;
			context.store().find(this.wireKey).toFuture(context.executor()).whenComplete((lookup, failure) -> {
				if (failure == null && completeIfHit(lookup)) {
					context.flights().land(this.wireKey, flight, null);
				}
				else {
					fly(flight, before);
				}
			});
		}

		private void fly(Flight<Loaded> flight, Lookup lookup) {
			load().whenComplete((value, failure) -> {
				Loaded loaded = null;
				try {
					if (failure == null) {
						loaded = new Loaded(encode(value, lookup));
						store(value, loaded.encoded(), lookup, flight);
					}
				}
				finally {
					AsyncCacheLoads.this.context.flights().land(this.wireKey, flight, loaded);
					complete(value, failure);
				}
			});
		}

		private @Nullable EncodedValue encode(@Nullable Object value, Lookup lookup) {
			return AsyncCacheLoads.this.writer.encodeLoaded(this.key, value, lookup.generation(), this.timeToLive);
		}

		private void store(@Nullable Object value, @Nullable EncodedValue encoded, Lookup lookup,
				Flight<Loaded> flight) {
			if (encoded != null && AsyncCacheLoads.this.context.isStorable(value, lookup)) {
				AsyncCacheLoads.this.writer.putLoadedWithoutWaiting(this.wireKey, encoded, flight);
			}
		}

		private void await(Flight<Loaded> flight) {
			CompletableFuture<@Nullable Loaded> mine = flight.result().copy();
			mine.orTimeout(this.deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			mine.whenCompleteAsync((loaded, timeout) -> guarded(() -> {
				if (loaded == null && timeout == null) {
					start();
				}
				else if (loaded == null || !completeIfHit(loaded.copy(AsyncCacheLoads.this.context.store()))) {
					load().whenComplete(this::complete);
				}
			}), AsyncCacheLoads.this.context.executor());
		}

		/**
		 * Runs the loader. What it throws before it returns its future fails that too, as
		 * does the lack of one: a flight whose pilot is lost would never land.
		 */
		private CompletableFuture<T> load() {
			try {
				CompletableFuture<T> future = this.loader.get();
				return (future != null) ? future : CompletableFuture.failedFuture(
						new IllegalStateException("The loader for key '%s' returned no future".formatted(this.key)));
			}
			catch (Throwable ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		private void complete(T value, @Nullable Throwable failure) {
			if (failure != null) {
				this.result.completeExceptionally(unwrap(failure));
			}
			else {
				this.result.complete(value);
			}
		}

		/** No failure may be lost between two futures. */
		private void guarded(Runnable step) {
			try {
				step.run();
			}
			catch (RuntimeException | Error ex) {
				this.result.completeExceptionally(ex);
			}
		}

	}

}
