package io.github.memcachedspring.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one node that answers at once, from items that were prepared when they
 * were stored. Reads, plain stores and the creation of generation records are all it can
 * do: whatever else a hit would send makes the benchmark fail.
 */
final class MemoryOperations implements NodeOperations {

	private static final MemcachedNode NODE = new MemcachedNode("memory", 1);

	private final Map<MemcachedKey, Item> items = new ConcurrentHashMap<>();

	private final CasToken token = new CasToken(1, this);

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		// A client has to, so it is part of what a hit costs.
		key.toWire();
		return Reply.of(this.items.get(key));
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		this.items.put(key, new Item(value, 0, this.token, Item.NO_EXPIRATION, false, false, false));
		return Reply.of(StoreResult.STORED);
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.items.containsKey(key) ? Reply.of(StoreResult.NOT_STORED) : put(key, value, expiration);
	}

	@Override
	public List<MemcachedNode> nodes() {
		return List.of(NODE);
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return NODE;
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return this;
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return unexpected();
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return unexpected();
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return unexpected();
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return unexpected();
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return unexpected();
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return unexpected();
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return unexpected();
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return unexpected();
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return unexpected();
	}

	@Override
	public Reply<Boolean> markStale(MemcachedKey key, Expiration window) {
		return unexpected();
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return unexpected();
	}

	@Override
	public Reply<Boolean> ping() {
		return unexpected();
	}

	@Override
	public Reply<String> version() {
		return unexpected();
	}

	@Override
	public Reply<Map<String, String>> stats() {
		return unexpected();
	}

	private static <T extends @Nullable Object> Reply<T> unexpected() {
		return Reply.failed(new UnsupportedOperationException("A hit does not need this"));
	}

}
