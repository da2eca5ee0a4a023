package io.github.memcachedspring.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * Copies entries to the new cluster under leases that were won there. The lease comes
 * before the look at the old cluster; an evict removes the entry there and then voids the
 * lease here. So either the evict is over before the look, which finds nothing, or the
 * copy is not stored.
 */
final class Copies {

	private final MemcachedOperations newCluster;

	private final OldValues values;

	private final ProgressCounters counters;

	private final boolean dryRun;

	/**
	 * Creates the copies.
	 * @param newCluster the new cluster
	 * @param values reads the old one
	 * @param counters counts
	 * @param dryRun whether it is only counted what would be found
	 */
	Copies(MemcachedOperations newCluster, OldValues values, ProgressCounters counters, boolean dryRun) {
		this.newCluster = newCluster;
		this.values = values;
		this.counters = counters;
		this.dryRun = dryRun;
	}

	/** Returns a copy for whoever won a lease, or the lease if there is nothing. */
	Reply<Item> fill(MemcachedKey key, Item lease) {
		return find(key).map((value) -> {
			Item copy = copy(value, lease);
			if (copy == null) {
				return lease;
			}
			store(key, value, lease).subscribe(Runnable::run, (stored, failure) -> {
			});
			return copy;
		});
	}

	/** Returns a copy, with its own token if it has one, and leaves no lease behind. */
	Reply<@Nullable Item> fetch(MemcachedKey key, Item lease) {
		return find(key).flatMap((value) -> {
			Item copy = copy(value, lease);
			if (copy == null) {
				return release(key, lease).map((released) -> null);
			}
			return store(key, value, lease)
				.flatMap((stored) -> stored ? this.newCluster.get(key) : Reply.<@Nullable Item>of(null))
				.onFailure((failure) -> Reply.of(null))
				.map((item) -> (item != null && !item.isStub()) ? item : copy);
		});
	}

	/** Failures of the old cluster were counted, and the lease is held all the same. */
	private Reply<OldValue> find(MemcachedKey key) {
		return this.values.find(key).onFailure((failure) -> Reply.of(OldValue.NONE));
	}

	private @Nullable Item copy(OldValue value, Item lease) {
		Item original = value.item();
		byte[] bytes = value.bytes();
		if (original == null || bytes == null) {
			this.counters.missedBoth.increment();
			return null;
		}
		this.counters.hitsOnOld.increment();
		return this.dryRun ? null
				: new Item(bytes, 0, lease.token(), value.remainingSeconds(original), false, false, false);
	}

	private Reply<Boolean> store(MemcachedKey key, OldValue value, Item lease) {
		if (value.bytes() == null || value.expiration() == null) {
			return release(key, lease).map((released) -> false);
		}
		return this.newCluster.fill(key, value.bytes(), value.expiration(), lease.token()).map((result) -> {
			boolean stored = result == StoreResult.STORED;
			(stored ? this.counters.copied : this.counters.copiesLost).increment();
			return stored;
		}).onFailure((failure) -> {
			this.counters.copiesLost.increment();
			return release(key, lease).map((released) -> false);
		});
	}

	private Reply<Boolean> release(MemcachedKey key, Item lease) {
		return this.newCluster.evictIfUnchanged(key, lease.token()).onFailure((failure) -> Reply.of(false));
	}

	/** Returns whether the old cluster has a value that is still to be copied. */
	Reply<Boolean> isAtOld(MemcachedKey key) {
		return this.values.find(key).map((value) -> value.bytes() != null).onFailure((failure) -> Reply.of(false));
	}

	/** Copies what is missing, with all questions of a kind under way at a time. */
	Reply<BulkResult<@Nullable Item>> addAll(List<MemcachedKey> missing, BulkResult<@Nullable Item> found) {
		return BulkResult.of(missing, (key) -> this.newCluster.getWithLease(key, Handover.STUB)).flatMap((leases) -> {
			Map<MemcachedKey, @Nullable Item> results = new LinkedHashMap<MemcachedKey, @Nullable Item>(
					found.results());
			results.putAll(leases.results());
			Map<MemcachedKey, RuntimeException> failures = new LinkedHashMap<>(found.failures());
			failures.putAll(leases.failures());
			leases.failures().keySet().forEach(results::remove);
			List<MemcachedKey> won = new ArrayList<>();
			leases.results().forEach((key, item) -> {
				if (item.isStub() && item.won()) {
					won.add(key);
				}
			});
			return BulkResult.of(won, this::find).flatMap((values) -> stored(values, leases, results, failures));
		});
	}

	private Reply<BulkResult<@Nullable Item>> stored(BulkResult<OldValue> values, BulkResult<Item> leases,
			Map<MemcachedKey, @Nullable Item> results, Map<MemcachedKey, RuntimeException> failures) {
		values.results().forEach((key, value) -> results.put(key, copy(value, lease(leases, key))));
		return BulkResult.of(values.results().keySet(), (key) -> {
			OldValue value = Objects.requireNonNull(values.results().get(key));
			return (results.get(key) != null) ? store(key, value, lease(leases, key))
					: release(key, lease(leases, key));
		}).map((stores) -> new BulkResult<>(results, failures));
	}

	private static Item lease(BulkResult<Item> leases, MemcachedKey key) {
		return Objects.requireNonNull(leases.results().get(key));
	}

}
