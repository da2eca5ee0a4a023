package io.github.memcachedspring.migration;

import java.time.Duration;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NotNumericException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * Counters, and values that belong to no cache, while the new cluster is the truth. A
 * value that is there was handed over, or was created after the old cluster had been
 * marked: so whoever finds one has nothing to ask of the old cluster.
 */
final class MovedValues extends OneCluster {

	/** Each further try means that somebody else moved the key or removed it. */
	private static final int MAX_TRIES = 100;

	private final OldCluster oldCluster;

	private final Handover handover;

	MovedValues(MemcachedOperations newCluster, OldCluster oldCluster, Handover handover) {
		super(newCluster);
		this.oldCluster = oldCluster;
		this.handover = handover;
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return cluster().get(key).flatMap((item) -> isValue(item) ? Reply.of(item) : this.handover.move(key));
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return get(key).flatMap((item) -> (item != null) ? Reply.of(item) : cluster().getWithLease(key, stub));
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return cluster().getForRefresh(key, mark)
			.flatMap((item) -> isValue(item) ? Reply.of(item) : this.handover.move(key));
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return get(key).flatMap((item) -> (item != null) ? cluster().getAndTouch(key, expiration) : Reply.of(null));
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return get(key).flatMap((item) -> (item != null) ? cluster().touch(key, expiration) : Reply.of(false));
	}

	private static boolean isValue(@Nullable Item item) {
		return item != null && !item.isStub();
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return get(key).flatMap(
				(item) -> (item != null) ? Reply.of(StoreResult.NOT_STORED) : cluster().add(key, value, expiration));
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.oldCluster.putFence(key).flatMap((marked) -> cluster().put(key, value, expiration));
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return this.oldCluster.putFence(key).flatMap((marked) -> cluster().evict(key));
	}

	@Override
	public Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return this.handover.emptyFence(key).flatMap((emptied) -> cluster().compareAndDelete(key, token));
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return count(key, counting, new Counting(counting.decrement(), counting.delta(), null, Expiration.NEVER), 0);
	}

	/** Counts only what is there, and creates what neither cluster had. */
	private Reply<@Nullable Long> count(MemcachedKey key, Counting counting, Counting present, int tries) {
		return countOrNull(key, present)
			.flatMap((counted) -> (counted != null) ? Reply.of(counted) : this.handover.move(key).flatMap((item) -> {
				if (item == null) {
					return create(key, counting, present, tries);
				}
				return countAgain(key, counting, present, tries);
			}));
	}

	private Reply<@Nullable Long> create(MemcachedKey key, Counting counting, Counting present, int tries) {
		if (counting.initial() == null) {
			return Reply.of(null);
		}
		return countOrNull(key, counting)
			.flatMap((created) -> (created != null) ? Reply.of(created) : countAgain(key, counting, present, tries));
	}

	private Reply<@Nullable Long> countAgain(MemcachedKey key, Counting counting, Counting present, int tries) {
		return (tries < MAX_TRIES) ? count(key, counting, present, tries + 1) : cluster().count(key, counting);
	}

	/**
	 * The server cannot count on the stub of somebody who is moving the counter, and who
	 * may have moved it by the time of a second look.
	 */
	private Reply<@Nullable Long> countOrNull(MemcachedKey key, Counting counting) {
		return cluster().count(key, counting).onFailure((failure) -> {
			if (!(failure instanceof NotNumericException)) {
				return Reply.failed(failure);
			}
			return cluster().get(key)
				.flatMap((item) -> (item != null && !item.isStub() && !item.isNumeric()) ? Reply.failed(failure)
						: Reply.of(null));
		});
	}

}
