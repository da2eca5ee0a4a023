package io.github.memcachedspring.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Base of decorators that hand each key's commands to somebody else.
 *
 * @since 0.1.0
 */
public abstract class RoutingOperations implements MemcachedOperations {

	/**
	 * Returns who carries out the commands of a key.
	 * @param key the key
	 * @return the operations
	 */
	protected abstract MemcachedOperations route(MemcachedKey key);

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return route(key).get(key);
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return route(key).getWithLease(key, stub);
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return route(key).getForRefresh(key, mark);
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return route(key).getAndTouch(key, expiration);
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return route(key).fill(key, value, expiration, token);
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return route(key).put(key, value, expiration);
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return route(key).add(key, value, expiration);
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return route(key).compareAndSet(key, value, expiration, token);
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return route(key).renewLease(key, stub, token);
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return route(key).touch(key, expiration);
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return route(key).evict(key);
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return route(key).evictIfUnchanged(key, token);
	}

	@Override
	public Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return route(key).compareAndDelete(key, token);
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return route(key).markStaleIfUnchanged(key, window, token);
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return route(key).count(key, counting);
	}

	@Override
	public Reply<Boolean> beforeClear(MemcachedKey record) {
		return route(record).beforeClear(record);
	}

}
