package io.github.memcachedspring.lease;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * The loads of this JVM that take passengers, at most one per key.
 *
 * @param <V> type of what a load results in
 */
final class Flights<V> {

	private final Map<MemcachedKey, LeaseFlight<V>> flights = new ConcurrentHashMap<>();

	/** A second lease of the key proves that the first one has ended. */
	void add(LeaseFlight<V> flight) {
		LeaseFlight<V> outdated = this.flights.put(flight.key(), flight);
		if (outdated != null) {
			outdated.lease().end();
		}
	}

	boolean holds(MemcachedKey key, CasToken token) {
		LeaseFlight<V> flight = this.flights.get(key);
		return flight != null && flight.lease().has(token);
	}

	@Nullable LeaseFlight<V> find(MemcachedKey key, CasToken token, long generation) {
		LeaseFlight<V> flight = this.flights.get(key);
		if (flight == null || !flight.lease().has(token)) {
			return null;
		}
		if (flight.generation() >= generation) {
			return flight;
		}
		remove(flight);
		return null;
	}

	/** Takes a flight off the board that has landed. */
	void landed(LeaseFlight<V> flight) {
		this.flights.remove(flight.key(), flight);
		flight.lease().endUnlessStored();
	}

	/** Takes a flight off the board and ends its lease. */
	void remove(LeaseFlight<V> flight) {
		this.flights.remove(flight.key(), flight);
		flight.lease().end();
	}

	void remove(MemcachedKey key) {
		LeaseFlight<V> flight = this.flights.get(key);
		if (flight != null) {
			remove(flight);
		}
	}

	void removeAll() {
		this.flights.values().forEach(this::remove);
	}

	int size() {
		return this.flights.size();
	}

}
