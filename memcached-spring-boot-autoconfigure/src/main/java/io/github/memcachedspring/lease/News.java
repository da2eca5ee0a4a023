package io.github.memcachedspring.lease;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;

/**
 * What came of waiting for a lease that somebody else holds.
 *
 * @param <V> type of what a load results in
 * @since 0.1.0
 */
public sealed interface News<V> {

	/**
	 * The key has changed. The item is either something that is no stub, which the caller
	 * judges for itself, or a stub that this caller alone {@linkplain Item#won() won}: it
	 * is to depart, or to release the lease.
	 *
	 * @param <V> type of what a load results in
	 * @param item what was read
	 */
	record Seen<V>(Item item) implements News<V> {

	}

	/**
	 * A load of this JVM holds the lease by now.
	 *
	 * @param <V> type of what a load results in
	 * @param flight the load
	 */
	record Joined<V>(LeaseFlight<V> flight) implements News<V> {

	}

	/**
	 * Memcached failed, so that nobody knows who holds the lease.
	 *
	 * @param <V> type of what a load results in
	 * @param failure the failure
	 */
	record Unknown<V>(MemcachedException failure) implements News<V> {

	}

}
