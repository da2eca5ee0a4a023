package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one cache: at most one load per key in the whole fleet, shared by all
 * callers of this JVM that read the lease's token, and waited for by all others. A lease
 * is an empty item, the stub, whose token changes hands with every renewal. Whoever holds
 * it stores by its last token only, so that a write in between keeps the value out.
 *
 * @param <V> type of what a load results in
 * @since 0.1.0
 */
public final class Leases<V> {

	/**
	 * How long before its end a value is turned into a lease, if its refresh has not
	 * ended by then. The server counts whole seconds, so it is half a second more or
	 * less.
	 */
	private static final Duration TURN_BEFORE_END = Duration.ofMillis(1500);

	private final LeaseContext context;

	private final Flights<V> flights = new Flights<>();

	private final WaitingRooms<V> rooms;

	/**
	 * Creates the leases of a cache.
	 * @param operations the cluster
	 * @param lease how long a lease lives without being renewed, at least 2 s
	 * @param timer sends commands and takes in their answers; never blocked, and best one
	 * that forgets cancelled tasks
	 */
	public Leases(MemcachedOperations operations, Duration lease, ScheduledExecutorService timer) {
		this.context = new LeaseContext(operations, lease, Expiration.after(lease), timer);
		this.rooms = new WaitingRooms<>(this.context, this.flights);
	}

	/**
	 * Returns when the stub of a load expires unless it is renewed.
	 * @return the expiration to read with
	 */
	public Expiration stub() {
		return this.context.stub();
	}

	/**
	 * Turns what is there but does not count as a value into a lease of this JVM, unless
	 * it was changed since.
	 * @param key the key
	 * @param token the token of what is there
	 * @return the token of the lease, or {@code null} if there is none
	 */
	public Reply<@Nullable CasToken> claim(MemcachedKey key, CasToken token) {
		return this.context.operations().renewLease(key, this.context.stub(), token);
	}

	/**
	 * Finds the load of this JVM that holds a lease. One that holds it, but began before
	 * what is cleared by now, is voided and not found.
	 * @param key the key
	 * @param token the lease's token, of its first or any later renewal
	 * @param generation the generation that the caller knows
	 * @return the load, or {@code null} if the lease is not this JVM's
	 */
	public @Nullable LeaseFlight<V> find(MemcachedKey key, CasToken token, long generation) {
		return this.flights.find(key, token, generation);
	}

	/**
	 * Departs under a lease that was won or claimed. It is renewed until the flight ends.
	 * @param key the key
	 * @param token the token of the lease
	 * @param generation the generation that the load begins under
	 * @return the flight, to be {@linkplain #land landed} in any case
	 */
	public LeaseFlight<V> depart(MemcachedKey key, CasToken token, long generation) {
		long third = this.context.length().toNanos() / 3;
		return depart(new LeaseFlight<>(key, new Lease(this.context, key, token, false), generation), third);
	}

	/**
	 * Departs with the refresh of a value that still lives. If the refresh takes so long
	 * that the value is about to expire, the value is turned into the lease of this load.
	 * @param key the key
	 * @param token the token of the value
	 * @param generation the generation that the load begins under
	 * @param remaining how long the value still lives, as reckoned from the whole seconds
	 * that the server counts
	 * @return the flight, to be {@linkplain #land landed} in any case
	 */
	public LeaseFlight<V> departForRefresh(MemcachedKey key, CasToken token, long generation, Duration remaining) {
		long delay = remaining.minus(TURN_BEFORE_END).toNanos();
		return depart(new LeaseFlight<>(key, new Lease(this.context, key, token, true), generation), delay);
	}

	private LeaseFlight<V> depart(LeaseFlight<V> flight, long firstRenewalNanos) {
		this.flights.add(flight);
		flight.lease().renewAfter(firstRenewalNanos);
		return flight;
	}

	/**
	 * Ends a flight. A lease that was not stored under is released, so that the next
	 * caller loads at once; a value that was to be refreshed stays as it is.
	 * @param flight the flight
	 * @param result what the passengers get, or {@code null} to have them try for
	 * themselves
	 */
	public void land(LeaseFlight<V> flight, @Nullable V result) {
		this.flights.landed(flight);
		flight.complete(result);
	}

	/**
	 * Voids the load of a key, because the key is being written by this JVM. To be called
	 * before the write is sent.
	 * @param key the key
	 */
	public void voidFlight(MemcachedKey key) {
		this.flights.remove(key);
	}

	/** Voids all loads, because all keys are being written. */
	public void voidAll() {
		this.flights.removeAll();
	}

	/**
	 * Waits for a lease that somebody else holds. Whoever gives up cancels the future; if
	 * that comes too late the news are there, and may be a lease that was won.
	 * @param key the key
	 * @param token the token of the stub that was read
	 * @param generation the generation that the caller knows
	 * @return what came of it, a future of the caller's own; it never fails, and
	 * completes on the timer's thread, which whoever continues has to leave
	 */
	public CompletableFuture<News<V>> await(MemcachedKey key, CasToken token, long generation) {
		return this.rooms.await(key, token, generation);
	}

	/**
	 * Gives up at shutdown: leases are released, so that other JVMs do not have to find
	 * out, and whoever waits learns that nothing is known. To be called before the
	 * operations and the timer are closed.
	 */
	public void close() {
		voidAll();
		this.rooms.close();
	}

	int flightCount() {
		return this.flights.size();
	}

	int roomCount() {
		return this.rooms.size();
	}

}
