package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardedOperations;

/**
 * The cluster that the application comes from.
 *
 * @param guarded the connection
 * @param operations the same as if this library had written all there is
 * @param keyPrefix what the keys of this library begin with there
 */
record OldCluster(GuardedOperations guarded, MemcachedOperations operations,
		String keyPrefix) implements AutoCloseable {

	@Override
	public void close() {
		this.guarded.close();
	}

}
