package io.github.memcachedspring.lease;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.MemcachedKey;

/**
 * The keys that callers of this JVM wait for.
 *
 * @param <V> type of what a load results in
 */
final class WaitingRooms<V> {

	private final LeaseContext context;

	private final Flights<V> flights;

	private final Map<MemcachedKey, WaitingRoom<V>> rooms = new ConcurrentHashMap<>();

	WaitingRooms(LeaseContext context, Flights<V> flights) {
		this.context = context;
		this.flights = flights;
	}

	CompletableFuture<News<V>> await(MemcachedKey key, CasToken token, long generation) {
		Waiter<V> waiter = new Waiter<>(generation);
		while (true) {
			WaitingRoom<V> room = this.rooms.computeIfAbsent(key,
					(absent) -> new WaitingRoom<>(this.context, this.flights, key, token, this::remove));
			if (room.enter(waiter)) {
				return waiter.news();
			}
			remove(room);
		}
	}

	private void remove(WaitingRoom<V> room) {
		this.rooms.remove(room.key(), room);
	}

	void close() {
		this.rooms.values().forEach(WaitingRoom::giveUp);
	}

	int size() {
		return this.rooms.size();
	}

}
