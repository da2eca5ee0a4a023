package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.List;

import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;

/**
 * A cluster that this instance has connections to.
 *
 * @param name name of the cluster
 * @param nodes its servers
 * @since 0.1.0
 */
public record ClusterDescriptor(String name, List<NodeDescriptor> nodes) {

	static ClusterDescriptor of(MemcachedCluster cluster) {
		GuardedOperations operations = cluster.operations();
		return new ClusterDescriptor(cluster.name(),
				operations.status()
					.stream()
					.map((status) -> NodeDescriptor.of(status, operations.on(status.node()).connectionStatus()))
					.toList());
	}

}
