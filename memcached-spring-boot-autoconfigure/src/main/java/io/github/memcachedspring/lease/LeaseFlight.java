package io.github.memcachedspring.lease;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * One load of this JVM that holds the lease of its key, with those who wait for it.
 *
 * @param <V> type of the result
 * @since 0.1.0
 */
public final class LeaseFlight<V> {

	private final MemcachedKey key;

	private final Lease lease;

	private final long generation;

	private final Passengers<V> passengers = new Passengers<>();

	LeaseFlight(MemcachedKey key, Lease lease, long generation) {
		this.key = key;
		this.lease = lease;
		this.generation = generation;
	}

	/**
	 * Returns what the passengers get: the result, or {@code null} if the load failed and
	 * they are to try for themselves. Never fails by itself, and completes on the thread
	 * that {@linkplain Leases#land lands} the flight.
	 * @return the result to be, a future of its own for each call; whoever waits no
	 * longer cancels it
	 */
	public CompletableFuture<@Nullable V> result() {
		return this.passengers.board();
	}

	/** Returns the generation that the load began under. */
	long generation() {
		return this.generation;
	}

	/**
	 * Ends the lease with a store by its last token, once. A renewal that is under way is
	 * waited for: when the reply is consumed, so that this method never blocks. To be
	 * called before the flight {@linkplain Leases#land lands}.
	 * @param store sends the store with the token it is given, without waiting
	 * @return the outcome; {@link StoreResult#NOT_FOUND} without anything being sent if
	 * the flight was voided or has lost its lease
	 */
	public Reply<StoreResult> store(Function<CasToken, Reply<StoreResult>> store) {
		return this.lease.store(store);
	}

	MemcachedKey key() {
		return this.key;
	}

	Lease lease() {
		return this.lease;
	}

	void complete(@Nullable V result) {
		this.passengers.complete(result);
	}

	int passengerCount() {
		return this.passengers.count();
	}

}
