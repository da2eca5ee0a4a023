package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;

/**
 * Counters, and values that belong to no cache, as long as others may still read the old
 * cluster: what is replaced or removed must not come back from there.
 */
final class EndingValues extends SettledValues {

	private final Bars bars;

	EndingValues(MemcachedOperations newCluster, Bars bars) {
		super(newCluster);
		this.bars = bars;
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.bars.barAllOnNodeOf(key).flatMap((barred) -> super.put(key, value, expiration));
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return this.bars.barAllOnNodeOf(key).flatMap((barred) -> super.evict(key));
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return this.bars.barAllOnNodeOf(key).flatMap((barred) -> super.compareAndSet(key, value, expiration, token));
	}

	@Override
	public Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return this.bars.barAllOnNodeOf(key).flatMap((barred) -> super.compareAndDelete(key, token));
	}

}
