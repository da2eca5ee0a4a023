package io.github.memcachedspring.migration;

import java.util.HashMap;
import java.util.Map;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.WireKeyParser;
import org.jspecify.annotations.Nullable;

/**
 * Tells from what is listed on the old cluster which entry of a cache it is on the new
 * one. For one thread.
 */
final class OldWireKeys {

	private final WireKeyParser parser;

	private final @Nullable String newPrefix;

	private final MemcachedOperations oldCluster;

	private final BulkCounters counters;

	private final Map<KeySpace, KeySpace> newSpaces = new HashMap<>();

	OldWireKeys(String oldPrefix, String newPrefix, MemcachedOperations oldCluster, BulkCounters counters) {
		this.parser = new WireKeyParser(oldPrefix, "c");
		this.newPrefix = oldPrefix.equals(newPrefix) ? null : newPrefix;
		this.oldCluster = oldCluster;
		this.counters = counters;
	}

	/**
	 * Returns the key on the new cluster, or null if there is none: it is somebody
	 * else's, of another kind, or on a node where nobody looks for it.
	 */
	@Nullable MemcachedKey newKey(byte[] wire, MemcachedNode node) {
		MemcachedKey old = this.parser.parse(wire);
		if (old == null || !this.oldCluster.nodeOf(old).equals(node)) {
			this.counters.others.increment();
			return null;
		}
		if (this.newPrefix == null) {
			return old;
		}
		if (old.isDigested()) {
			this.counters.unmapped.increment();
			return null;
		}
		return newSpace(old.getSpace(), this.newPrefix).key(old.getKey());
	}

	private KeySpace newSpace(KeySpace old, String prefix) {
		return this.newSpaces.computeIfAbsent(old, (space) -> space.withPrefix(prefix));
	}

}
