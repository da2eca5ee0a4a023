package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * Entries of caches while the new cluster is the truth and what it does not have is
 * copied under its lease.
 */
final class CopiedEntries extends RemovedEntries {

	private final Copies copies;

	private final @Nullable Handover handover;

	private final Stamps stamps;

	private final ProgressCounters counters;

	/**
	 * Creates the operations.
	 * @param newCluster the new cluster
	 * @param oldEntries removes entries from the old cluster
	 * @param copies copies what is missing
	 * @param handover hands entries over before they are changed by what they were, or
	 * null if nobody else changes them so
	 * @param stamps tells what was made before this instance moved to this phase
	 * @param counters counts
	 */
	CopiedEntries(MemcachedOperations newCluster, MissedRemovals oldEntries, Copies copies, @Nullable Handover handover,
			Stamps stamps, ProgressCounters counters) {
		super(newCluster, oldEntries);
		this.copies = copies;
		this.handover = handover;
		this.stamps = stamps;
		this.counters = counters;
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return cluster().getWithLease(key, stub)
			.flatMap((item) -> item.won() && item.isStub() ? this.copies.fill(key, item) : Reply.of(hit(item)));
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return cluster().get(key).flatMap((item) -> {
			if (item == null) {
				return fetch(key);
			}
			return item.isStub() ? lookBehind(key, item) : Reply.of(hit(item));
		});
	}

	/** Copies what is missing, so that its token counts. */
	private Reply<@Nullable Item> fetch(MemcachedKey key) {
		return cluster().getWithLease(key, Handover.STUB).flatMap((item) -> {
			if (!item.isStub()) {
				return Reply.of(hit(item));
			}
			return item.won() ? this.copies.fetch(key, item) : lookBehind(key, item);
		});
	}

	/**
	 * A stub counts as nothing, and may be replaced by its token: not if it stands for a
	 * value that somebody is just about to copy.
	 */
	private Reply<@Nullable Item> lookBehind(MemcachedKey key, Item stub) {
		Handover owner = this.handover;
		if (owner == null) {
			return Reply.of(stub);
		}
		return this.copies.isAtOld(key).flatMap((there) -> there ? owner.move(key) : Reply.of(stub));
	}

	private Item hit(Item item) {
		if (!item.isStub()) {
			this.counters.hitsOnNew.increment();
		}
		return item;
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return cluster().getAndTouch(key, expiration).flatMap((item) -> {
			if (item != null) {
				return Reply.of(hit(item));
			}
			return fetch(key).flatMap((copy) -> (copy != null && !copy.isStub())
					? cluster().touch(key, expiration).map((touched) -> copy) : Reply.of(copy));
		});
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return cluster().touch(key, expiration)
			.flatMap((touched) -> touched ? Reply.of(true) : fetch(key)
				.flatMap((copy) -> (copy != null) ? cluster().touch(key, expiration) : Reply.of(false)));
	}

	/** What nobody would read is not stored: the caller had better look again. */
	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.stamps.isOfNew(key, value)
			.flatMap((valid) -> valid ? isThere(key) : Reply.of(true))
			.flatMap((there) -> there ? Reply.of(StoreResult.NOT_STORED) : cluster().add(key, value, expiration));
	}

	private Reply<Boolean> isThere(MemcachedKey key) {
		Handover owner = this.handover;
		if (owner == null) {
			return fetch(key).map((item) -> item != null);
		}
		return cluster().get(key)
			.flatMap((item) -> (item != null) ? Reply.of(true) : owner.move(key).map((moved) -> moved != null));
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		Handover owner = this.handover;
		return (owner != null) ? owner.replace(key, () -> cluster().compareAndSet(key, value, expiration, token))
				: super.compareAndSet(key, value, expiration, token);
	}

	@Override
	Reply<Boolean> claim(MemcachedKey key) {
		return (this.handover != null) ? this.handover.claim(key) : super.claim(key);
	}

	@Override
	public Reply<BulkResult<@Nullable Item>> getAll(Collection<MemcachedKey> keys) {
		return cluster().getAll(keys).flatMap((found) -> {
			List<MemcachedKey> missing = found.results()
				.entrySet()
				.stream()
				.filter((entry) -> entry.getValue() == null)
				.map(Map.Entry::getKey)
				.toList();
			found.results().values().stream().filter((item) -> item != null).forEach(this::hit);
			return missing.isEmpty() ? Reply.of(found) : this.copies.addAll(missing, found);
		});
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return cluster().getForRefresh(key, mark).map((item) -> (item != null) ? hit(item) : null);
	}

}
