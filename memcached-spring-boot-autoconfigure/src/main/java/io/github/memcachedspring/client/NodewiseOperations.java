package io.github.memcachedspring.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Base of decorators that decorate each node for itself. A node is decorated once and for
 * all, when it is first asked for.
 *
 * @since 0.1.0
 */
public abstract class NodewiseOperations extends RoutingOperations {

	private final MemcachedOperations delegate;

	private final Map<MemcachedNode, NodeOperations> nodes = new ConcurrentHashMap<>();

	/**
	 * Creates a decorator.
	 * @param delegate the cluster
	 */
	protected NodewiseOperations(MemcachedOperations delegate) {
		this.delegate = delegate;
	}

	/**
	 * Decorates a node.
	 * @param node the node
	 * @param operations the verbs addressed to it
	 * @return the verbs to use in their place
	 */
	protected abstract NodeOperations decorate(MemcachedNode node, NodeOperations operations);

	@Override
	protected MemcachedOperations route(MemcachedKey key) {
		return on(this.delegate.nodeOf(key));
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		NodeOperations operations = this.nodes.get(node);
		return (operations != null) ? operations
				: this.nodes.computeIfAbsent(node, (missing) -> decorate(missing, this.delegate.on(missing)));
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.delegate.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.delegate.nodeOf(key);
	}

}
