package io.github.memcachedspring.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

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
 * were stored. It can do what hits, misses and stores need; nothing ever expires.
 * Whatever else is sent makes the benchmark fail.
 */
final class MemoryOperations implements NodeOperations {

	private static final MemcachedNode NODE = new MemcachedNode("memory", 1);

	private static final byte[] NO_BYTES = {};

	private final Map<MemcachedKey, Item> items = new ConcurrentHashMap<>();

	private final AtomicLong tokens = new AtomicLong();

	private Item item(byte[] value, boolean won, boolean lost) {
		return new Item(value, 0, new CasToken(this.tokens.incrementAndGet(), this), Item.NO_EXPIRATION, won, lost,
				false);
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		// A client has to, so it is part of what a hit costs.
		key.toWire();
		return Reply.of(this.items.get(key));
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		this.items.put(key, item(value, false, false));
		return Reply.of(StoreResult.STORED);
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		Item there = this.items.putIfAbsent(key, item(value, false, false));
		return Reply.of((there != null) ? StoreResult.NOT_STORED : StoreResult.STORED);
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
		key.toWire();
		Item there = this.items.get(key);
		if (there != null) {
			return Reply.of(there);
		}
		Item forOthers = item(NO_BYTES, false, true);
		there = this.items.putIfAbsent(key, forOthers);
		return Reply.of((there != null) ? there
				: new Item(NO_BYTES, 0, forOthers.token(), Item.NO_EXPIRATION, true, false, false));
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return get(key);
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return get(key);
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return compareAndSet(key, value, expiration, token);
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		AtomicReference<StoreResult> result = new AtomicReference<>(StoreResult.NOT_FOUND);
		this.items.computeIfPresent(key, (same, there) -> {
			boolean unchanged = there.token().equals(token);
			result.set(unchanged ? StoreResult.STORED : StoreResult.EXISTS);
			return unchanged ? item(value, false, false) : there;
		});
		return Reply.of(result.get());
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		Item renewed = item(NO_BYTES, false, true);
		Item now = this.items.computeIfPresent(key, (same, there) -> there.token().equals(token) ? renewed : there);
		return Reply.of((now == renewed) ? renewed.token() : null);
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return Reply.of(this.items.containsKey(key));
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return Reply.of(this.items.remove(key) != null);
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		Item there = this.items.get(key);
		return Reply.of(there != null && there.token().equals(token) && this.items.remove(key, there));
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
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
		return Reply.failed(new UnsupportedOperationException("Neither a hit nor a miss needs this"));
	}

}
