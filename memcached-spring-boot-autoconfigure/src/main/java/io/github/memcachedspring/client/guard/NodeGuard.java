package io.github.memcachedspring.client.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.ConnectionStatus;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedRejectedException;
import io.github.memcachedspring.client.MemcachedRejectedException.Reason;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one node. While the node is left alone they fail at once. A removal or
 * store that failed becomes a pending delete, which goes before the next read of its key.
 */
final class NodeGuard implements NodeOperations, GuardedReply.Witness {

	private final MemcachedNode node;

	private final NodeOperations target;

	private final Breaker breaker;

	private final PendingDeletes pending;

	private final Recovery recovery;

	private final BooleanSupplier member;

	private final Consumer<NodeGuard> heir;

	private final LongAdder rejected = new LongAdder();

	private final String rejection;

	private final AtomicLong distrusted = new AtomicLong();

	/** Losses that other nodes have to do with, once the keys are theirs. */
	private final AtomicLong lossTaken = new AtomicLong();

	/**
	 * Creates the guard of a node.
	 * @param target the node
	 * @param node its name
	 * @param settings the settings
	 * @param timer has one thread
	 * @param member whether the node belongs to the cluster
	 * @param heir takes over the keys that have to be removed if it does not
	 */
	NodeGuard(NodeOperations target, MemcachedNode node, GuardSettings settings, ScheduledExecutorService timer,
			BooleanSupplier member, Consumer<NodeGuard> heir) {
		this.node = node;
		this.rejection = "Memcached node '%s' does not answer and is left alone".formatted(node);
		this.target = target;
		this.breaker = new Breaker(settings);
		this.member = member;
		this.heir = heir;
		this.pending = new PendingDeletes(settings.pendingDeletes());
		this.recovery = new Recovery(target, node, this.breaker, this.pending, settings.probeInterval(), timer, member);
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return read(key, this.target::get);
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return read(key, (wanted) -> this.target.getWithLease(wanted, stub));
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return read(key, (wanted) -> this.target.getForRefresh(wanted, mark));
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return read(key, (wanted) -> this.target.getAndTouch(wanted, expiration));
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return read(key, (wanted) -> this.target.touch(wanted, expiration));
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return read(key, (wanted) -> this.target.count(wanted, counting));
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return read(key, (wanted) -> this.target.add(wanted, value, expiration));
	}

	/** Sends what depends on what is there, after a delete that is pending. */
	private <T extends @Nullable Object> Reply<T> read(MemcachedKey key, Function<MemcachedKey, Reply<T>> command) {
		if (this.breaker.isOpen()) {
			return rejected();
		}
		if (this.pending.version(key) == PendingDeletes.NONE) {
			return new GuardedReply<>(command.apply(key), this);
		}
		return evict(key).flatMap((removed) -> read(key, command));
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return send(() -> this.target.fill(key, value, expiration, token));
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return send(() -> this.target.compareAndSet(key, value, expiration, token));
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return send(() -> this.target.renewLease(key, stub, token));
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return send(() -> this.target.evictIfUnchanged(key, token));
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return send(() -> this.target.markStaleIfUnchanged(key, window, token));
	}

	private <T extends @Nullable Object> Reply<T> send(Supplier<Reply<T>> command) {
		return this.breaker.isOpen() ? rejected() : new GuardedReply<>(command.get(), this);
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return replace(key, () -> this.target.put(key, value, expiration));
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return replace(key, () -> this.target.evict(key));
	}

	/** Sends what makes whatever was there before irrelevant, if it arrives. */
	private <T> Reply<T> replace(MemcachedKey key, Supplier<Reply<T>> command) {
		if (this.breaker.isOpen()) {
			missed(key);
			return rejected();
		}
		// First, for what is owed from then on the command may come too early.
		Replacement replacement = new Replacement(key, this.pending.version(key));
		return new GuardedReply<>(command.get(), replacement);
	}

	/**
	 * Called when a key could not be removed. The caller may have been sent here before
	 * the node left; what it missed nobody would look for here any more.
	 */
	private void missed(MemcachedKey key) {
		this.recovery.owe(key);
		if (!this.member.getAsBoolean()) {
			this.heir.accept(this);
		}
	}

	private <T extends @Nullable Object> Reply<T> rejected() {
		this.rejected.increment();
		this.recovery.rejected();
		return Reply.failed(new MemcachedRejectedException(this.rejection, this.node, Reason.BREAKER_OPEN));
	}

	@Override
	public void succeeded() {
		if (this.breaker.isTroubled()) {
			this.breaker.succeeded(System.nanoTime());
		}
	}

	@Override
	public void failed(MemcachedException failure) {
		if (failure instanceof MemcachedRejectedException) {
			this.rejected.increment();
		}
		else if (!this.recovery.failed(failure)) {
			// The node has answered, if only with an error.
			succeeded();
		}
	}

	boolean isOf(MemcachedNode other) {
		return this.node.equals(other);
	}

	/** Remembers that a key has to be removed before it is read again. */
	void owe(MemcachedKey key) {
		this.recovery.owe(key);
	}

	/**
	 * Removes what has to be removed, which could not be before the node was a member.
	 */
	void removeOwed() {
		this.recovery.removeOwed();
	}

	/** Returns the keys that have to be removed. */
	List<MemcachedKey> owed() {
		return this.pending.keys();
	}

	/** Returns the keys that have to be removed, for somebody else to do so. */
	List<MemcachedKey> takeOwed() {
		return this.pending.takeKeys();
	}

	/** Returns whether keys that had to be removed were forgotten since the last call. */
	boolean takeLoss() {
		return this.lossTaken.getAndSet(this.pending.losses()) < this.pending.losses();
	}

	/** Called when what the node holds may have been removed without its knowing. */
	void distrust() {
		this.distrusted.incrementAndGet();
	}

	void connected() {
		this.recovery.connected();
	}

	NodeStatus status() {
		return new NodeStatus(this.node, this.breaker.isOpen(), this.recovery.openings(), this.rejected.sum(),
				this.pending.size(), this.recovery.madeUp(), this.pending.losses());
	}

	@Override
	public Reply<Boolean> ping() {
		return this.target.ping();
	}

	@Override
	public Reply<String> version() {
		return this.target.version();
	}

	@Override
	public Reply<Map<String, String>> stats() {
		return this.target.stats();
	}

	@Override
	public ConnectionStatus connectionStatus() {
		return this.target.connectionStatus();
	}

	@Override
	public long connects() {
		return this.target.connects();
	}

	@Override
	public long lostWrites() {
		return this.target.lostWrites() + this.pending.losses() + this.distrusted.get();
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.target.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.target.nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode other) {
		throw new UnsupportedOperationException("Ask the cluster for '%s'".formatted(other));
	}

	/**
	 * A command that, if it arrives, makes up for what failed before it, and if not has
	 * to be made up for.
	 */
	private final class Replacement implements GuardedReply.Witness {

		private final MemcachedKey key;

		private final long version;

		Replacement(MemcachedKey key, long version) {
			this.key = key;
			this.version = version;
		}

		@Override
		public void succeeded() {
			if (this.version != PendingDeletes.NONE) {
				NodeGuard.this.pending.madeUp(this.key, this.version);
			}
			NodeGuard.this.succeeded();
		}

		@Override
		public void failed(MemcachedException failure) {
			if (!(failure instanceof ItemTooLargeException)) {
				missed(this.key);
			}
			NodeGuard.this.failed(failure);
		}

	}

}
