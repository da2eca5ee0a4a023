package io.github.memcachedspring.lease;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.jspecify.annotations.Nullable;

/**
 * At most one load per key in this JVM. The first caller departs and the others join its
 * flight; a write to the key takes the flight off the board, so that nobody who comes
 * after the write gets what was loaded before it.
 *
 * @param <K> type of the keys
 * @param <V> type of what a load results in
 * @since 0.1.0
 */
public final class SingleFlight<K, V> {

	private static final int STRIPES = 64;

	private final Map<K, Flight<V>> flights = new ConcurrentHashMap<>();

	private final AtomicIntegerArray landings = new AtomicIntegerArray(STRIPES);

	/**
	 * Returns a number that changes when a flight for the key lands. Who reads the cache
	 * and then becomes the pilot compares it with that of before the read: only if it has
	 * changed can there be a value by now.
	 * @param key the key
	 * @return the number, shared with some other keys
	 */
	public int landings(K key) {
		return this.landings.get(stripe(key));
	}

	private static int stripe(Object key) {
		int hash = key.hashCode();
		return (hash ^ hash >>> 16) & (STRIPES - 1);
	}

	/**
	 * Joins the flight for a key, or departs with a new one.
	 * @param key the key
	 * @param loadingThread the thread that the load would run on, if it stays on one; a
	 * load that asks for its own key is then told so
	 * @return the boarding pass
	 */
	public Boarding<V> board(K key, @Nullable Thread loadingThread) {
		Flight<V> mine = new Flight<>(loadingThread);
		Flight<V> theirs = this.flights.putIfAbsent(key, mine);
		if (theirs == null) {
			return new Boarding<>(mine, Role.PILOT);
		}
		// A loader that needs its own key would wait for itself.
		return new Boarding<>(theirs, theirs.isOwnedByCurrentThread() ? Role.REENTRANT : Role.PASSENGER);
	}

	/**
	 * Ends a flight, after its value was stored.
	 * @param key the key
	 * @param flight the flight
	 * @param result what the passengers get, or {@code null} to have them try for
	 * themselves
	 */
	public void land(K key, Flight<V> flight, @Nullable V result) {
		// In this order: who departs after the removal must see that one has landed.
		this.landings.incrementAndGet(stripe(key));
		this.flights.remove(key, flight);
		flight.result().complete(result);
	}

	/**
	 * Voids the flight for a key, because the key is being written. To be called before
	 * the write is sent.
	 * @param key the key
	 */
	public void voidFlight(K key) {
		Flight<V> flight = this.flights.remove(key);
		if (flight != null) {
			flight.markVoid();
		}
	}

	/** Voids all flights, because all keys are being written. */
	public void voidAll() {
		this.flights.keySet().forEach(this::voidFlight);
	}

	/** What a caller is to do. */
	public enum Role {

		/** Load, store and land. */
		PILOT,

		/** Wait for the result. */
		PASSENGER,

		/** Load without storing: the load that is under way called itself. */
		REENTRANT

	}

	/**
	 * A caller's place.
	 *
	 * @param <V> type of the result
	 * @param flight the flight
	 * @param role what the caller is to do
	 */
	public record Boarding<V>(Flight<V> flight, Role role) {

	}

}
