package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The old cluster, or one of its nodes, for keys as the new one has them.
 */
final class OldOperations implements MemcachedOperations {

	private final MemcachedOperations target;

	private final Function<MemcachedKey, @Nullable MemcachedKey> keys;

	OldOperations(MemcachedOperations target, OldEntryReader reader) {
		this.target = target;
		this.keys = reader::oldKey;
	}

	/** One of its nodes. */
	OldOperations(MemcachedOperations node, OldOperations cluster) {
		this.target = node;
		this.keys = cluster.keys;
	}

	/** Returns whether the key can be there at all. */
	boolean has(MemcachedKey key) {
		return this.keys.apply(key) != null;
	}

	MemcachedKey old(MemcachedKey key) {
		MemcachedKey old = this.keys.apply(key);
		Assert.state(old != null, () -> "Key '%s' cannot be on the old cluster".formatted(key));
		return old;
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return this.target.get(old(key));
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return this.target.getWithLease(old(key), stub);
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return this.target.getForRefresh(old(key), mark);
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return this.target.getAndTouch(old(key), expiration);
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return this.target.fill(old(key), value, expiration, token);
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.target.put(old(key), value, expiration);
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.target.add(old(key), value, expiration);
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return this.target.compareAndSet(old(key), value, expiration, token);
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return this.target.renewLease(old(key), stub, token);
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return this.target.touch(old(key), expiration);
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return this.target.evict(old(key));
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return this.target.evictIfUnchanged(old(key), token);
	}

	@Override
	public Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return this.target.compareAndDelete(old(key), token);
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return this.target.markStaleIfUnchanged(old(key), window, token);
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return this.target.count(old(key), counting);
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.target.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.target.nodeOf(old(key));
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return this.target.on(node);
	}

}
