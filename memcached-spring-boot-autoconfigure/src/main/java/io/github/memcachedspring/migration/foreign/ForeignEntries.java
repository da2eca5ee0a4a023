package io.github.memcachedspring.migration.foreign;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a foreign cluster. What would have to be stored in the other library's
 * form is left out; a write removes what it cannot replace. There are no leases either:
 * an empty item would be a value for the other library, so everybody wins.
 */
final class ForeignEntries implements MemcachedOperations {

	private static final Object UNSTORED = new Object();

	private final ForeignOperations cluster;

	private final MemcachedOperations old;

	private final ForeignKeys keys;

	private final ForeignReader reader;

	private final AtomicLong wins = new AtomicLong();

	ForeignEntries(ForeignOperations cluster, MemcachedOperations old, ForeignKeys keys, ForeignReader reader) {
		this.cluster = cluster;
		this.old = old;
		this.keys = keys;
		this.reader = reader;
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		OriginalKey original = OriginalKey.parse(key.getKey());
		if (original == null || !original.exact()) {
			return Reply.of(null);
		}
		return withForeignKey(key, original,
				(foreign) -> (foreign != null) ? this.old.get(foreign) : Reply.of((Item) null))
			.map((item) -> (item != null) ? this.reader.read(key, item) : null);
	}

	/** Sends the command at once if its key is known. */
	private <T extends @Nullable Object> Reply<T> withForeignKey(MemcachedKey key, OriginalKey original,
			Function<@Nullable MemcachedKey, Reply<T>> command) {
		String cacheName = key.getSpace().getName();
		return this.keys.isAsking() ? this.keys.locate(cacheName, original.text(), this.old).flatMap(command)
				: command.apply(this.keys.anchor(cacheName, original.text()));
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return get(key).map((item) -> (item != null) ? item : won());
	}

	private Item won() {
		CasToken token = new CasToken(this.wins.incrementAndGet(), UNSTORED);
		return new Item(new byte[0], 0, token, Item.NO_EXPIRATION, true, false, false);
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
		return Reply.of(StoreResult.NOT_FOUND);
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return evict(key).map((removed) -> StoreResult.STORED);
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return get(key).map((item) -> (item != null) ? StoreResult.NOT_STORED : StoreResult.STORED);
	}

	/** A value that is handed over to the new cluster is removed: no mark is needed. */
	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		if (Fence.isFence(value)) {
			return evictIfUnchanged(key, token).map((removed) -> removed ? StoreResult.STORED : StoreResult.EXISTS);
		}
		return Reply.failed(new MemcachedException(
				"Entry '%s' cannot be changed where it was written by another library; only the new cluster can hold it"
					.formatted(key),
				this.cluster.nodeOf(key)));
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return Reply.of(token);
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return Reply.of(false);
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return remove(key, this.old::evict);
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return (token.connection() == UNSTORED) ? Reply.of(false)
				: remove(key, (foreign) -> this.old.evictIfUnchanged(foreign, token));
	}

	private Reply<Boolean> remove(MemcachedKey key, Function<MemcachedKey, Reply<Boolean>> removal) {
		OriginalKey original = OriginalKey.parse(key.getKey());
		if (original == null) {
			return Reply.of(false);
		}
		return withForeignKey(key, original, (foreign) -> (foreign != null) ? removal.apply(foreign) : Reply.of(false));
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return Reply.of(false);
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return Reply.failed(new MemcachedException("Entry '%s' is no counter".formatted(key), null));
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.cluster.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.cluster.nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return this.cluster.on(node);
	}

}
