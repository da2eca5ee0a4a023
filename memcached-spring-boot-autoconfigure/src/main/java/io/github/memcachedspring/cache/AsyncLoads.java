package io.github.memcachedspring.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.memcachedspring.client.Reply;

/**
 * Loads of callers that do not wait. Each gets a future of its own, so that a subscriber
 * who leaves cancels nobody else's.
 */
final class AsyncLoads {

	private final CacheContext context;

	private final LeasedLoads leasedLoads;

	AsyncLoads(CacheContext context, LeasedLoads leasedLoads) {
		this.context = context;
		this.leasedLoads = leasedLoads;
	}

	/** Returns the cached value, or loads it. */
	<T> CompletableFuture<T> get(LoadRequest request, Supplier<CompletableFuture<T>> loader) {
		AsyncCaller<T> caller = new AsyncCaller<>(this.context, this.leasedLoads, request, loader);
		return caller.start(this.leasedLoads.find(request.wireKey()).onFailure((failure) -> {
			this.context.failed(failure);
			return Reply.of(Lookup.NOTHING);
		}).map(this.context::counted));
	}

}
