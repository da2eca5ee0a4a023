package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NotNumericException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The old cluster as the truth, for instances some of whose neighbours read the new one
 * already. What is written here is removed there, after that. A mark says that a
 * neighbour has moved the key, which sends every verb there. A token is only good on the
 * connection it came from, so that commands with one are tried on both.
 */
class PreparedOperations extends OneCluster {

	private final MemcachedOperations newCluster;

	/** What neighbours do who read the new cluster. */
	private final MemcachedOperations readThrough;

	private final OldCluster oldCluster;

	/**
	 * Creates the operations.
	 * @param oldCluster the old cluster
	 * @param newCluster the new cluster
	 * @param readThrough what neighbours do who read the new cluster
	 */
	PreparedOperations(OldCluster oldCluster, MemcachedOperations newCluster, MemcachedOperations readThrough) {
		super(oldCluster.operations());
		this.oldCluster = oldCluster;
		this.newCluster = newCluster;
		this.readThrough = readThrough;
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return unlessMoved(cluster().get(key), () -> this.readThrough.get(key));
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return unlessMoved(cluster().getForRefresh(key, mark), () -> this.readThrough.getForRefresh(key, mark));
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return isMoved(key).flatMap((moved) -> (moved ? this.readThrough : cluster()).getAndTouch(key, expiration));
	}

	/** Looks first: a mark that is touched would not last. */
	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return isMoved(key).flatMap((moved) -> (moved ? this.readThrough : cluster()).touch(key, expiration));
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return cluster().getWithLease(key, stub)
			.flatMap((item) -> Fences.isFence(item) ? this.readThrough.getWithLease(key, stub) : Reply.of(item));
	}

	private static Reply<@Nullable Item> unlessMoved(Reply<@Nullable Item> reply,
			Supplier<Reply<@Nullable Item>> moved) {
		return reply.flatMap((item) -> (item != null && Fences.isFence(item)) ? moved.get() : Reply.of(item));
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return cluster().fill(key, value, expiration, token)
			.flatMap((result) -> (result == StoreResult.TOKEN_EXPIRED)
					? this.readThrough.fill(key, value, expiration, token) : Reply.of(result));
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return cluster().renewLease(key, stub, token)
			.flatMap(
					(renewed) -> (renewed != null) ? Reply.of(renewed) : this.readThrough.renewLease(key, stub, token));
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return cluster().evictIfUnchanged(key, token)
			.flatMap((removed) -> removed ? Reply.of(true) : this.readThrough.evictIfUnchanged(key, token));
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return cluster().markStaleIfUnchanged(key, window, token)
			.flatMap((marked) -> marked ? this.newCluster.evict(key).map((removed) -> true)
					: this.readThrough.markStaleIfUnchanged(key, window, token));
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return thenRemoved(key, cluster().put(key, value, expiration));
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return thenRemoved(key, cluster().evict(key));
	}

	/** A write that may not have arrived must not be undone by a copy from there. */
	private <T> Reply<T> thenRemoved(MemcachedKey key, Reply<T> write) {
		return write
			.onFailure((failure) -> this.oldCluster.barEntry(key)
				.onFailure((second) -> Reply.of(false))
				.flatMap((barred) -> this.newCluster.evict(key))
				.onFailure((second) -> Reply.of(false))
				.flatMap((removed) -> Reply.failed(failure)))
			.flatMap((result) -> this.newCluster.evict(key).map((removed) -> result));
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return cluster().compareAndSet(key, value, expiration, token).flatMap((result) -> switch (result) {
			case STORED -> dropped(key, result);
			case TOKEN_EXPIRED -> isMoved(key).flatMap((moved) -> moved
					? this.readThrough.compareAndSet(key, value, expiration, token) : Reply.of(result));
			default -> Reply.of(result);
		});
	}

	/**
	 * Removes what neighbours have copied, unless they own it: values other than entries
	 * of caches are never copied.
	 */
	Reply<Boolean> dropCopy(MemcachedKey key) {
		return Reply.of(true);
	}

	/** What was changed stays so whatever becomes of the copy. */
	private <T> Reply<T> dropped(MemcachedKey key, T result) {
		return dropCopy(key).onFailure((failure) -> this.newCluster.evict(key))
			.onFailure((failure) -> Reply.of(false))
			.map((dropped) -> result);
	}

	@Override
	public Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return cluster().compareAndDelete(key, token)
			.flatMap((deleted) -> deleted ? dropped(key, true) : deleteOfMoved(key, token));
	}

	private Reply<Boolean> deleteOfMoved(MemcachedKey key, CasToken token) {
		return isMoved(key).flatMap((moved) -> moved ? this.readThrough.compareAndDelete(key, token) : Reply.of(false));
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return cluster().add(key, value, expiration)
			.flatMap((result) -> (result == StoreResult.STORED) ? dropped(key, result)
					: addToMoved(key, value, expiration));
	}

	private Reply<StoreResult> addToMoved(MemcachedKey key, byte[] value, Expiration expiration) {
		return isMoved(key).flatMap(
				(moved) -> moved ? this.readThrough.add(key, value, expiration) : Reply.of(StoreResult.NOT_STORED));
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return cluster().count(key, counting)
			.onFailure((failure) -> (failure instanceof NotNumericException) ? countMoved(key, counting, failure)
					: Reply.failed(failure));
	}

	private Reply<@Nullable Long> countMoved(MemcachedKey key, Counting counting, MemcachedException failure) {
		return isMoved(key).flatMap((moved) -> moved ? this.readThrough.count(key, counting) : Reply.failed(failure));
	}

	private Reply<Boolean> isMoved(MemcachedKey key) {
		return cluster().get(key).map((item) -> item != null && Fences.isFence(item));
	}

}
