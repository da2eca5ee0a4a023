package io.github.memcachedspring.migration;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.RoutingOperations;

/**
 * The verbs addressed to a node. Its name may be one of both clusters, which share
 * servers then, so that the phase decides whose keys it holds.
 */
final class PhasedNode extends RoutingOperations implements NodeOperations {

	private final NodeOperations node;

	private final MemcachedOperations old;

	private final BooleanSupplier isOld;

	/**
	 * Creates the verbs.
	 * @param node the node
	 * @param old the same node, for keys of the old cluster
	 * @param isOld whether the node is asked as one of the old cluster now
	 */
	PhasedNode(NodeOperations node, MemcachedOperations old, BooleanSupplier isOld) {
		this.node = node;
		this.old = old;
		this.isOld = isOld;
	}

	@Override
	protected MemcachedOperations route(MemcachedKey key) {
		return this.isOld.getAsBoolean() ? this.old : this.node;
	}

	@Override
	public Reply<Boolean> ping() {
		return this.node.ping();
	}

	@Override
	public Reply<String> version() {
		return this.node.version();
	}

	@Override
	public Reply<Map<String, String>> stats() {
		return this.node.stats();
	}

	@Override
	public long lostWrites() {
		return this.node.lostWrites();
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.node.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.node.nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode other) {
		return this.node.on(other);
	}

}
