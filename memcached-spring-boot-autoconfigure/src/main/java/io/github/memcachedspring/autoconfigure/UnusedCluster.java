package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a cluster that no connection is made to: whatever it is asked for fails at
 * once, so that nobody takes it for done.
 */
final class UnusedCluster implements NodeOperations {

	private static final MemcachedNode NODE = new MemcachedNode("unused", 1);

	private static <T extends @Nullable Object> Reply<T> failed() {
		return Reply.failed(new MemcachedException(
				"There is no connection to the old cluster, because 'memcached.migration.phase' is 'done' or 'none'",
				NODE));
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return failed();
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return failed();
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return failed();
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return failed();
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return failed();
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return failed();
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return failed();
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return failed();
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return failed();
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return failed();
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return failed();
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return failed();
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return failed();
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return failed();
	}

	@Override
	public Reply<Boolean> ping() {
		return failed();
	}

	@Override
	public Reply<String> version() {
		return failed();
	}

	@Override
	public Reply<Map<String, String>> stats() {
		return failed();
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

}
