package io.github.memcachedspring.client.chaos;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The verbs, each disturbed as is ordered for its node.
 */
abstract class ChaosVerbs implements MemcachedOperations {

	private final MemcachedOperations delegate;

	private final Context context;

	ChaosVerbs(MemcachedOperations delegate, Context context) {
		this.delegate = delegate;
		this.context = context;
	}

	/** What all nodes of a cluster have in common. */
	record Context(MemcachedChaos chaos, Duration timeout, ScheduledExecutorService timer) {

	}

	final boolean isOff() {
		return this.context.chaos.isOff();
	}

	private <T extends @Nullable Object> Reply<T> disturbed(MemcachedKey key, Supplier<Reply<T>> command) {
		return disturbed(nodeOf(key), command);
	}

	final <T extends @Nullable Object> Reply<T> disturbed(MemcachedNode node, Supplier<Reply<T>> command) {
		long now = System.nanoTime();
		MemcachedChaos chaos = this.context.chaos;
		Disturbance disturbance = chaos.ordered(node);
		if (disturbance.hang()) {
			chaos.counters().hung.increment();
			return timeout(node, now);
		}
		if (disturbance.isFailing(chaos.random())) {
			chaos.counters().failed.increment();
			return Reply.failed(new MemcachedConnectionException(
					"No connection to memcached node '%s': ordered by chaos".formatted(node), node, false, null));
		}
		long delay = disturbance.delayNanos(chaos.random());
		return (delay > 0) ? delayed(node, now, delay, command.get()) : command.get();
	}

	private <T extends @Nullable Object> Reply<T> delayed(MemcachedNode node, long now, long delay, Reply<T> reply) {
		ChaosCounters counters = this.context.chaos.counters();
		if (delay < this.context.timeout.toNanos()) {
			counters.delayed.increment();
			return new LateReply<>(reply, new Moment(this.context.timer, now + delay));
		}
		counters.timedOut.increment();
		Reply<T> timeout = timeout(node, now);
		return reply.flatMap((result) -> timeout);
	}

	/** The caller cannot know whether the command was executed, as with a real one. */
	private <T extends @Nullable Object> Reply<T> timeout(MemcachedNode node, long now) {
		Duration timeout = this.context.timeout;
		return new SilentReply<>(new Moment(this.context.timer, now + timeout.toNanos()),
				() -> new MemcachedTimeoutException(node, timeout, true));
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return isOff() ? this.delegate.get(key) : disturbed(key, () -> this.delegate.get(key));
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return isOff() ? this.delegate.getWithLease(key, stub)
				: disturbed(key, () -> this.delegate.getWithLease(key, stub));
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return isOff() ? this.delegate.getForRefresh(key, mark)
				: disturbed(key, () -> this.delegate.getForRefresh(key, mark));
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return isOff() ? this.delegate.getAndTouch(key, expiration)
				: disturbed(key, () -> this.delegate.getAndTouch(key, expiration));
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return isOff() ? this.delegate.fill(key, value, expiration, token)
				: disturbed(key, () -> this.delegate.fill(key, value, expiration, token));
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return isOff() ? this.delegate.put(key, value, expiration)
				: disturbed(key, () -> this.delegate.put(key, value, expiration));
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return isOff() ? this.delegate.add(key, value, expiration)
				: disturbed(key, () -> this.delegate.add(key, value, expiration));
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return isOff() ? this.delegate.compareAndSet(key, value, expiration, token)
				: disturbed(key, () -> this.delegate.compareAndSet(key, value, expiration, token));
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return isOff() ? this.delegate.renewLease(key, stub, token)
				: disturbed(key, () -> this.delegate.renewLease(key, stub, token));
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return isOff() ? this.delegate.touch(key, expiration)
				: disturbed(key, () -> this.delegate.touch(key, expiration));
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return isOff() ? this.delegate.evict(key) : disturbed(key, () -> this.delegate.evict(key));
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return isOff() ? this.delegate.evictIfUnchanged(key, token)
				: disturbed(key, () -> this.delegate.evictIfUnchanged(key, token));
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return isOff() ? this.delegate.markStaleIfUnchanged(key, window, token)
				: disturbed(key, () -> this.delegate.markStaleIfUnchanged(key, window, token));
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return isOff() ? this.delegate.count(key, counting) : disturbed(key, () -> this.delegate.count(key, counting));
	}

	/** Each key for itself if there is something to do. */
	@Override
	public Reply<BulkResult<@Nullable Item>> getAll(Collection<MemcachedKey> keys) {
		return isOff() ? this.delegate.getAll(keys) : MemcachedOperations.super.getAll(keys);
	}

	/** Each key for itself if there is something to do. */
	@Override
	public Reply<BulkResult<StoreResult>> putAll(Map<MemcachedKey, byte[]> values,
			Function<MemcachedKey, Expiration> expiration) {
		return isOff() ? this.delegate.putAll(values, expiration)
				: MemcachedOperations.super.putAll(values, expiration);
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.delegate.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.delegate.nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return new ChaosNodeOperations(node, this.delegate.on(node), this.context);
	}

}
