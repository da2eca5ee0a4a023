package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;

/**
 * Something between the engine of a cluster and what keeps the engine's faults away.
 */
interface ClusterLayer {

	/**
	 * Decorates an engine.
	 * @param engine the engine, or another layer above it
	 * @param cluster name of the cluster, as of its {@link MemcachedCluster}
	 * @param timeout the engine's command timeout
	 * @return the operations to use in its place
	 */
	MemcachedOperations on(MemcachedOperations engine, String cluster, Duration timeout);

}
