package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;

/**
 * Entries of caches while the old cluster is the truth.
 */
final class PreparedEntries extends PreparedOperations {

	private final Handover handover;

	private final Stamps stamps;

	/**
	 * Creates the operations.
	 * @param oldCluster the old cluster
	 * @param newCluster the new cluster
	 * @param readThrough what neighbours do who read the new cluster
	 * @param handover knows which entries neighbours own
	 * @param stamps tells what was made before this instance moved to this phase
	 */
	PreparedEntries(OldCluster oldCluster, MemcachedOperations newCluster, MemcachedOperations readThrough,
			Handover handover, Stamps stamps) {
		super(oldCluster, newCluster, readThrough);
		this.handover = handover;
		this.stamps = stamps;
	}

	/** What nobody would read is not stored: the caller had better look again. */
	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.stamps.isOfOld(key, value)
			.flatMap((valid) -> valid ? super.add(key, value, expiration) : Reply.of(StoreResult.NOT_STORED));
	}

	@Override
	Reply<Boolean> dropCopy(MemcachedKey key) {
		return this.handover.dropCopy(key);
	}

}
