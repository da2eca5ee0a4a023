package io.github.memcachedspring.lease;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * Loads of callers that can get no lease, because memcached failed or they waited for too
 * long: one at a time per key in this JVM, shared by those who came before it began.
 *
 * @param <V> type of what a load results in
 * @since 0.1.0
 */
public final class UnstoredLoads<V> {

	/** The newest load of each key, before its departure or under way. */
	private final Map<MemcachedKey, Load<V>> newest = new ConcurrentHashMap<>();

	/**
	 * Takes part in the next load of a key. Nobody gets a value whose load began before
	 * they asked.
	 * @param key the key
	 * @param askedAt {@link System#nanoTime()} when the caller asked for the value; a
	 * load that departed later is shared even if it is under way
	 * @return the caller's ride
	 */
	public Ride<V> join(MemcachedKey key, long askedAt) {
		Load<V> mine = new Load<>(this, key);
		Load<V> next = this.newest.compute(key,
				(same, last) -> (last != null && last.admits(askedAt)) ? last : mine.behind(last));
		return new Ride<>(next, next == mine);
	}

	int size() {
		return this.newest.size();
	}

	/** A load that several callers share. */
	private static final class Load<V> {

		private final UnstoredLoads<V> loads;

		private final MemcachedKey key;

		private final Passengers<V> passengers = new Passengers<>();

		private @Nullable Passengers<V> before;

		private volatile boolean boarding = true;

		private volatile long departedAt;

		Load(UnstoredLoads<V> loads, MemcachedKey key) {
			this.loads = loads;
			this.key = key;
		}

		Load<V> behind(@Nullable Load<V> before) {
			this.before = (before != null) ? before.passengers : null;
			return this;
		}

		boolean admits(long askedAt) {
			return this.boarding || this.departedAt - askedAt > 0;
		}

		void depart() {
			this.departedAt = System.nanoTime();
			this.boarding = false;
		}

		void land(@Nullable V result) {
			this.boarding = false;
			this.loads.newest.remove(this.key, this);
			this.passengers.complete(result);
		}

	}

	/**
	 * A caller's part in a load.
	 *
	 * @param <V> type of what a load results in
	 */
	public static final class Ride<V> {

		private final Load<V> load;

		private final boolean driver;

		private Ride(Load<V> load, boolean driver) {
			this.load = load;
			this.driver = driver;
		}

		/**
		 * Returns whether this caller is the one that loads.
		 * @return whether to {@linkplain #depart() depart} and {@linkplain #land land}
		 */
		public boolean isDriver() {
			return this.driver;
		}

		/**
		 * Returns when the load before this one is over. The driver waits for it, for as
		 * long as it sees fit.
		 * @return done when the way is free; never fails by itself; a future of its own
		 * for each call, to be cancelled by a driver that waits no longer
		 */
		public CompletableFuture<@Nullable V> departure() {
			Passengers<V> before = this.load.before;
			return (before != null) ? before.board() : CompletableFuture.completedFuture(null);
		}

		/** Closes boarding. The driver calls it right before it loads. */
		public void depart() {
			this.load.depart();
		}

		/**
		 * Returns what the load results in, or {@code null} if it failed and the others
		 * are to try for themselves. Never fails by itself, and completes on the thread
		 * that {@linkplain #land lands}.
		 * @return the result to be, a future of its own for each call; whoever waits no
		 * longer cancels it
		 */
		public CompletableFuture<@Nullable V> result() {
			return this.load.passengers.board();
		}

		int passengerCount() {
			return this.load.passengers.count();
		}

		/**
		 * Ends the ride. The driver calls it in any case.
		 * @param result what the others get, or {@code null}
		 */
		public void land(@Nullable V result) {
			this.load.land(result);
		}

	}

}
