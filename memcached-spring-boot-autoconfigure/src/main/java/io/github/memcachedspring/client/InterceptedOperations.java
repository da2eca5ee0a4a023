package io.github.memcachedspring.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Base of decorators that do the same to every command of a node. While they have nothing
 * to do a command costs nothing but the question whether they have.
 *
 * @since 0.1.0
 */
public abstract class InterceptedOperations implements NodeOperations {

	private final NodeOperations delegate;

	private final MemcachedOperations cluster;

	/**
	 * Creates a decorator.
	 * @param delegate the node
	 * @param cluster whom to ask for other nodes
	 */
	protected InterceptedOperations(NodeOperations delegate, MemcachedOperations cluster) {
		this.delegate = delegate;
		this.cluster = cluster;
	}

	/**
	 * Returns whether there is nothing to do at present.
	 * @return whether commands go directly to the node
	 */
	protected abstract boolean isOff();

	/**
	 * Does to a command what is to be done.
	 * @param <T> type of the result
	 * @param verb the verb
	 * @param key the key, or {@code null} if the command has none
	 * @param command sends the command, and does not throw
	 * @return the reply to use in place of the command's own
	 */
	protected abstract <T extends @Nullable Object> Reply<T> intercept(Verb verb, @Nullable MemcachedKey key,
			Supplier<Reply<T>> command);

	@Override
	public final Reply<@Nullable Item> get(MemcachedKey key) {
		return isOff() ? this.delegate.get(key) : intercept(Verb.GET, key, () -> this.delegate.get(key));
	}

	@Override
	public final Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return isOff() ? this.delegate.getWithLease(key, stub)
				: intercept(Verb.GET_WITH_LEASE, key, () -> this.delegate.getWithLease(key, stub));
	}

	@Override
	public final Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return isOff() ? this.delegate.getForRefresh(key, mark)
				: intercept(Verb.GET_FOR_REFRESH, key, () -> this.delegate.getForRefresh(key, mark));
	}

	@Override
	public final Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return isOff() ? this.delegate.getAndTouch(key, expiration)
				: intercept(Verb.GET_AND_TOUCH, key, () -> this.delegate.getAndTouch(key, expiration));
	}

	@Override
	public final Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return isOff() ? this.delegate.fill(key, value, expiration, token)
				: intercept(Verb.FILL, key, () -> this.delegate.fill(key, value, expiration, token));
	}

	@Override
	public final Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return isOff() ? this.delegate.put(key, value, expiration)
				: intercept(Verb.PUT, key, () -> this.delegate.put(key, value, expiration));
	}

	@Override
	public final Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return isOff() ? this.delegate.add(key, value, expiration)
				: intercept(Verb.ADD, key, () -> this.delegate.add(key, value, expiration));
	}

	@Override
	public final Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration,
			CasToken token) {
		return isOff() ? this.delegate.compareAndSet(key, value, expiration, token) : intercept(Verb.COMPARE_AND_SET,
				key, () -> this.delegate.compareAndSet(key, value, expiration, token));
	}

	@Override
	public final Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return isOff() ? this.delegate.renewLease(key, stub, token)
				: intercept(Verb.RENEW_LEASE, key, () -> this.delegate.renewLease(key, stub, token));
	}

	@Override
	public final Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return isOff() ? this.delegate.touch(key, expiration)
				: intercept(Verb.TOUCH, key, () -> this.delegate.touch(key, expiration));
	}

	@Override
	public final Reply<Boolean> evict(MemcachedKey key) {
		return isOff() ? this.delegate.evict(key) : intercept(Verb.EVICT, key, () -> this.delegate.evict(key));
	}

	@Override
	public final Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return isOff() ? this.delegate.evictIfUnchanged(key, token)
				: intercept(Verb.EVICT_IF_UNCHANGED, key, () -> this.delegate.evictIfUnchanged(key, token));
	}

	@Override
	public final Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return isOff() ? this.delegate.compareAndDelete(key, token)
				: intercept(Verb.COMPARE_AND_DELETE, key, () -> this.delegate.compareAndDelete(key, token));
	}

	@Override
	public final Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return isOff() ? this.delegate.markStaleIfUnchanged(key, window, token) : intercept(
				Verb.MARK_STALE_IF_UNCHANGED, key, () -> this.delegate.markStaleIfUnchanged(key, window, token));
	}

	@Override
	public final Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return isOff() ? this.delegate.count(key, counting) : intercept(
				counting.decrement() ? Verb.DECREMENT : Verb.INCREMENT, key, () -> this.delegate.count(key, counting));
	}

	@Override
	public final Reply<Boolean> ping() {
		return isOff() ? this.delegate.ping() : intercept(Verb.PING, null, this.delegate::ping);
	}

	@Override
	public final Reply<String> version() {
		return isOff() ? this.delegate.version() : intercept(Verb.VERSION, null, this.delegate::version);
	}

	@Override
	public final Reply<Map<String, String>> stats() {
		return isOff() ? this.delegate.stats() : intercept(Verb.STATS, null, this.delegate::stats);
	}

	@Override
	public final Reply<Boolean> beforeClear(MemcachedKey record) {
		return this.delegate.beforeClear(record);
	}

	@Override
	public final ConnectionStatus connectionStatus() {
		return this.delegate.connectionStatus();
	}

	@Override
	public final long connects() {
		return this.delegate.connects();
	}

	@Override
	public final long lostWrites() {
		return this.delegate.lostWrites();
	}

	@Override
	public final List<MemcachedNode> nodes() {
		return this.delegate.nodes();
	}

	@Override
	public final MemcachedNode nodeOf(MemcachedKey key) {
		return this.delegate.nodeOf(key);
	}

	@Override
	public final NodeOperations on(MemcachedNode node) {
		return this.cluster.on(node);
	}

}
