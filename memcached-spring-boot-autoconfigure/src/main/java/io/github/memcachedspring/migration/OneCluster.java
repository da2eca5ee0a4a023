package io.github.memcachedspring.migration;

import java.util.List;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.RoutingOperations;

/**
 * The verbs on the cluster that is the truth, as far as subclasses do not change them.
 */
abstract class OneCluster extends RoutingOperations {

	private final MemcachedOperations cluster;

	OneCluster(MemcachedOperations cluster) {
		this.cluster = cluster;
	}

	MemcachedOperations cluster() {
		return this.cluster;
	}

	@Override
	protected MemcachedOperations route(MemcachedKey key) {
		return this.cluster;
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.cluster.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.cluster.nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return this.cluster.on(node);
	}

}
