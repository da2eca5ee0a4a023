package io.github.memcachedspring.client;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One node, the commands of whose keys may be for somebody else to carry out.
 *
 * @since 0.1.0
 */
public class RoutedNode extends RoutingOperations implements NodeOperations {

	private final NodeOperations node;

	private final Function<MemcachedKey, MemcachedOperations> route;

	/**
	 * Creates the node.
	 * @param node tells all that concerns the server
	 * @param route returns who carries out the commands of a key; asked for each
	 */
	public RoutedNode(NodeOperations node, Function<MemcachedKey, MemcachedOperations> route) {
		this.node = node;
		this.route = route;
	}

	@Override
	protected final MemcachedOperations route(MemcachedKey key) {
		return this.route.apply(key);
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
	public ConnectionStatus connectionStatus() {
		return this.node.connectionStatus();
	}

	@Override
	public long connects() {
		return this.node.connects();
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
