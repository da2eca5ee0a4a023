package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Counters, and values that belong to no cache, on the old cluster. They are never
 * cleared and keep their bytes. Once an instance is done, no other must take one that it
 * does not know of; if that cannot be told the value must not be given up either.
 */
final class OldRawValues implements OldValues {

	private final OldCluster oldCluster;

	private final Bars bars;

	private final CopyExpirations expirations;

	OldRawValues(OldCluster oldCluster, Bars bars, CopyExpirations expirations) {
		this.oldCluster = oldCluster;
		this.bars = bars;
		this.expirations = expirations;
	}

	@Override
	public Reply<OldValue> find(MemcachedKey key) {
		return read(key);
	}

	@Override
	public Reply<OldValue> read(MemcachedKey key) {
		long sentAt = System.nanoTime();
		Reply<Boolean> barred = this.bars.isAllBarred(key);
		return this.oldCluster.get(key).and(barred, (item, gone) -> judge(key, item, gone, sentAt));
	}

	private OldValue judge(MemcachedKey key, @Nullable Item item, boolean barred, long sentAt) {
		Item content = (item != null) ? Fences.unwrap(item) : null;
		if (content == null || content.isStub() || barred) {
			return OldValue.dead(item);
		}
		return new OldValue(item, content.value(), this.expirations.of(key, content, Item.NO_EXPIRATION, sentAt));
	}

}
