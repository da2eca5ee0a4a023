package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Counters, and values that belong to no cache, on the old cluster. They are never
 * cleared and keep their bytes.
 */
final class OldRawValues implements OldValues {

	private final OldCluster oldCluster;

	private final CopyExpirations expirations;

	OldRawValues(OldCluster oldCluster, CopyExpirations expirations) {
		this.oldCluster = oldCluster;
		this.expirations = expirations;
	}

	@Override
	public Reply<OldValue> find(MemcachedKey key) {
		return read(key);
	}

	@Override
	public Reply<OldValue> read(MemcachedKey key) {
		long sentAt = System.nanoTime();
		return this.oldCluster.get(key).map((item) -> judge(key, item, sentAt));
	}

	private OldValue judge(MemcachedKey key, @Nullable Item item, long sentAt) {
		Item content = (item != null) ? Fences.unwrap(item) : null;
		if (content == null || content.isStub()) {
			return OldValue.dead(item);
		}
		return new OldValue(item, content.value(), this.expirations.of(key, content, Item.NO_EXPIRATION, sentAt));
	}

}
