package io.github.memcachedspring.test;

import java.util.List;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import org.awaitility.Awaitility;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Connections of an application, whose start waits for them for a moment only.
 *
 * @since 0.1.0
 */
public final class Connections {

	private Connections() {
	}

	/**
	 * Waits until all nodes of all clusters are known and connected to.
	 * @param application the application, which may have no cluster
	 */
	public static void await(ListableBeanFactory application) {
		List<GuardedOperations> clusters = application.getBeanProvider(MemcachedCluster.class)
			.stream()
			.map(MemcachedCluster::operations)
			.toList();
		Awaitility.await().until(() -> clusters.stream().allMatch(Connections::stand));
	}

	private static boolean stand(GuardedOperations cluster) {
		List<MemcachedNode> nodes = cluster.nodes();
		return !nodes.isEmpty() && nodes.stream().allMatch((node) -> cluster.on(node).connectionStatus().connected());
	}

}
