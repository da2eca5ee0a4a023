package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;

/**
 * Something between the engine of a cluster and what keeps the engine's faults away, so
 * that it meets the commands that are really sent. Beans of this type are asked once for
 * each cluster, in their order, of which the first is the closest to the engine. They are
 * created very early: what they need of the application they should look for later.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClusterLayer {

	/** Order of the layer that disturbs commands: {@value}. */
	int CHAOS_ORDER = -300;

	/** Order of the layer that measures commands: {@value}. */
	int METRICS_ORDER = -200;

	/** Order of the layer that observes commands: {@value}. */
	int OBSERVATION_ORDER = -100;

	/**
	 * Decorates an engine.
	 * @param engine the engine, or another layer above it
	 * @param cluster name of the cluster, as of its {@link MemcachedCluster}
	 * @param timeout the engine's command timeout
	 * @return the operations to use in its place
	 */
	MemcachedOperations on(MemcachedOperations engine, String cluster, Duration timeout);

}
