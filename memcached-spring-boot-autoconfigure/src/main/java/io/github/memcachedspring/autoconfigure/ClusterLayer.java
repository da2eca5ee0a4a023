package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import io.github.memcachedspring.client.MemcachedOperations;

/**
 * Something between the engine of a cluster and what keeps the engine's faults away.
 */
interface ClusterLayer {

	/**
	 * Decorates an engine.
	 * @param engine the engine, or another layer above it
	 * @param timeout the engine's command timeout
	 * @return the operations to use in its place
	 */
	MemcachedOperations on(MemcachedOperations engine, Duration timeout);

}
