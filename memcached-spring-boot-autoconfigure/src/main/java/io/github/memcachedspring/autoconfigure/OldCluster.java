package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that the application comes from.
 *
 * @param operations the same as if this library had written all there is
 * @param keyPrefix what the keys of this library begin with there
 * @param settings how its nodes are connected to
 * @param connections the connections, or null if the cluster is not needed any more
 */
record OldCluster(MemcachedOperations operations, String keyPrefix, XMemcachedSettings settings,
		@Nullable GuardedOperations connections) implements AutoCloseable {

	@Override
	public void close() {
		if (this.connections != null) {
			this.connections.close();
		}
	}

}
