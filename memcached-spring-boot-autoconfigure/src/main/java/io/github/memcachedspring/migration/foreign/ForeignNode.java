package io.github.memcachedspring.migration.foreign;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.RoutedNode;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * One node of a foreign cluster. A generation that has no record there is
 * {@link ForeignReader#GENERATION}, which all entries carry; no record is made of it
 * until it is raised.
 */
final class ForeignNode extends RoutedNode {

	private static final CasToken NO_RECORD = new CasToken(0, new Object());

	private static final Item FIRST_GENERATION = new Item(new byte[] { '0' + ForeignReader.GENERATION }, 0, NO_RECORD,
			Item.NO_EXPIRATION, false, false, false);

	private final ForeignOperations cluster;

	private final MemcachedOperations old;

	private final NodeOperations node;

	private final ForeignKeys keys;

	ForeignNode(ForeignOperations cluster, MemcachedOperations old, NodeOperations node, ForeignKeys keys) {
		super(node, (key) -> key.getSpace().getKind().equals(ForeignOperations.ENTRIES) ? cluster.entries() : node);
		this.cluster = cluster;
		this.old = old;
		this.node = node;
		this.keys = keys;
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		Reply<@Nullable Item> item = super.get(key);
		return isGeneration(key) ? item.map((found) -> (found != null) ? found : FIRST_GENERATION) : item;
	}

	/** Others must not see the cache cleared who could still read what was there. */
	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		if (!isGeneration(key)) {
			return super.compareAndSet(key, value, expiration, token);
		}
		return this.keys.clear(key.getSpace().getName(), this.old)
			.flatMap((cleared) -> token.equals(NO_RECORD) ? this.node.add(key, value, expiration)
					: this.node.compareAndSet(key, value, expiration, token));
	}

	private static boolean isGeneration(MemcachedKey key) {
		return key.getSpace().getKind().equals(ForeignOperations.GENERATIONS);
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return this.cluster.on(node);
	}

}
