package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;

/**
 * Entries of caches while the new cluster is the truth. Whatever removes or replaces an
 * entry there removes that of the old cluster first, so that nobody who has won a lease
 * since can find it.
 */
class RemovedEntries extends OneCluster {

	private final MissedRemovals oldEntries;

	RemovedEntries(MemcachedOperations newCluster, MissedRemovals oldEntries) {
		super(newCluster);
		this.oldEntries = oldEntries;
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.oldEntries.remove(key).flatMap((removed) -> cluster().put(key, value, expiration));
	}

	/**
	 * Begins when it is consumed: a read that was sent just before, to know what is
	 * removed, finds it then.
	 */
	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return Reply.of(key)
			.flatMap(this.oldEntries::remove)
			.flatMap((old) -> cluster().evict(key).map((removed) -> removed || old));
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return this.oldEntries.remove(key).flatMap((removed) -> cluster().markStaleIfUnchanged(key, window, token));
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return cluster().add(key, value, expiration)
			.flatMap((result) -> (result == StoreResult.STORED) ? this.oldEntries.remove(key).map((removed) -> result)
					: Reply.of(result));
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return claim(key).flatMap((owned) -> owned ? cluster().compareAndSet(key, value, expiration, token)
				: Reply.of(StoreResult.EXISTS));
	}

	@Override
	public Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return claim(key).flatMap((owned) -> owned ? cluster().compareAndDelete(key, token) : Reply.of(false));
	}

	/**
	 * Sees to it that nobody changes an entry on the old cluster while it is changed
	 * here.
	 * @return whether it may be changed; if not, it has to be read again
	 */
	Reply<Boolean> claim(MemcachedKey key) {
		return this.oldEntries.removeBeforeChange(key).map((removed) -> true);
	}

}
