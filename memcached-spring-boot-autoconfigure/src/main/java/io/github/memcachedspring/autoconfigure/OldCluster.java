package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;

/**
 * The cluster that the application comes from.
 *
 * @param operations the same as if this library had written all there is
 * @param keyPrefix what the keys of this library begin with there
 * @param settings how its nodes are connected to
 * @param closer closes the connections
 */
record OldCluster(MemcachedOperations operations, String keyPrefix, XMemcachedSettings settings,
		Runnable closer) implements AutoCloseable {

	@Override
	public void close() {
		this.closer.run();
	}

}
