package io.github.memcachedspring.cache;

import java.util.function.Function;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.lease.LeaseFlight;
import org.jspecify.annotations.Nullable;

/**
 * A load under a lease: what becomes of its result, or of what was there before it if it
 * fails. One of {@link #succeeded}, {@link #failed} and {@link #abandoned} is called in
 * any case, for others wait.
 */
final class LeasedLoad {

	private final CacheContext context;

	private final LoadedWriter writer;

	private final LoadRequest request;

	private final LeaseFlight<Loaded> flight;

	private final Lookup before;

	LeasedLoad(CacheContext context, LoadedWriter writer, LoadRequest request, LeaseFlight<Loaded> flight,
			Lookup before) {
		this.context = context;
		this.writer = writer;
		this.request = request;
		this.flight = flight;
		this.before = before;
	}

	/**
	 * Stores a value if nothing happened to the key since, and shares it. Never throws.
	 */
	void succeeded(@Nullable Object value, boolean wait) {
		Loaded loaded = null;
		try {
			EncodedValue encoded = this.writer.encode(this.request, value, this.before.generation());
			loaded = Loaded.of(encoded);
			if (encoded != null && this.context.isStorable(value)) {
				fill(encoded, wait);
			}
			else {
				send((token) -> this.context.store().discard(this.request.wireKey(), token));
			}
		}
		finally {
			land(loaded);
		}
	}

	private void fill(EncodedValue encoded, boolean wait) {
		Reply<StoreResult> fill = this.flight
			.store((token) -> this.context.store().fill(this.request.wireKey(), encoded, token));
		if (wait) {
			this.writer.await(this.request, fill);
		}
		else {
			this.writer.awaitLater(this.request, fill);
		}
	}

	/**
	 * Ends a load that failed. The next caller may load at once, unless there is a former
	 * value to serve. Its caller does not see the failure then, so it is logged.
	 * @return the former value as a hit, or a miss
	 */
	Lookup failed(Throwable failure) {
		Entry former = this.before.entry();
		Expiration expiration = (former != null) ? former.expiration() : null;
		if (former == null || expiration == null) {
			land(null);
			return Lookup.NOTHING;
		}
		this.context.failurePolicy().staleServed(this.context.name(), failure);
		this.context.refreshes().rest(this.request.wireKey());
		putBack(former, expiration);
		Loaded loaded = Loaded.stale(former);
		land(loaded);
		return loaded.copy(this.context.store());
	}

	/**
	 * Ends a load that failed and that nobody waited for.
	 * @param former the value that can be won again, or null to let it expire
	 */
	void abandoned(@Nullable Entry former) {
		Expiration expiration = (former != null) ? former.expiration() : null;
		if (former != null && expiration != null) {
			putBack(former, expiration);
		}
		land(null);
	}

	private void putBack(Entry former, Expiration expiration) {
		send((token) -> this.context.store().putBack(this.request.wireKey(), former, expiration, token));
	}

	private void send(Function<CasToken, Reply<StoreResult>> store) {
		Replies.send(this.flight.store(store));
	}

	private void land(@Nullable Loaded loaded) {
		this.context.leases().land(this.flight, loaded);
	}

}
