package io.github.memcachedspring.cache;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueRetrievalException;

/**
 * Loads of callers that wait. The loader of a call runs once at most, on the caller's
 * thread, and what it returned reaches the caller whatever becomes of the store.
 */
final class BlockingLoads {

	private final CacheContext context;

	private final LeasedLoads leasedLoads;

	private final PlainLoads plainLoads;

	BlockingLoads(CacheContext context, LeasedLoads leasedLoads, PlainLoads plainLoads) {
		this.context = context;
		this.leasedLoads = leasedLoads;
		this.plainLoads = plainLoads;
	}

	/**
	 * Returns the cached value, or loads it.
	 * @throws ValueRetrievalException if the loader failed
	 */
	@Nullable Object get(LoadRequest request, Callable<?> loader) {
		if (this.context.writes().isLoadPrivate()) {
			return getPrivately(request, loader);
		}
		long startedAt = System.nanoTime();
		Lookup lookup = this.context
			.counted(this.context.await(this.leasedLoads.find(request.wireKey()), Lookup.NOTHING));
		if (lookup.hit()) {
			this.leasedLoads.afterHit(request, lookup, loader);
			return lookup.value();
		}
		return new BlockingCaller(this.context, this.leasedLoads, request, loader, startedAt).load(lookup);
	}

	/** Loads what others must not see before the commit: not shared, and stored then. */
	private @Nullable Object getPrivately(LoadRequest request, Callable<?> loader) {
		long startedAt = System.nanoTime();
		Lookup lookup = this.plainLoads
			.counted(this.context.await(this.plainLoads.find(request.wireKey()), Lookup.NOTHING));
		if (lookup.hit()) {
			return lookup.value();
		}
		Object value;
		try {
			value = new BlockingCaller(this.context, this.leasedLoads, request, loader, startedAt).call();
		}
		catch (ValueRetrievalException | Error ex) {
			this.plainLoads.giveUp(request, lookup);
			throw ex;
		}
		this.plainLoads.storeAfterCommit(request, value, lookup, startedAt);
		return value;
	}

}
