package io.github.memcachedspring.client.xmemcached;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeListener;
import org.jspecify.annotations.Nullable;

/**
 * The nodes at one moment, their connections, and which key is on which. Immutable: who
 * holds one sees a whole, whatever becomes of the cluster meanwhile.
 */
final class Topology {

	private final Map<MemcachedNode, NodeConnection> byNode;

	private final List<MemcachedNode> nodes;

	private final NodeConnection[] connections;

	private final Distribution distribution;

	private final Function<List<MemcachedNode>, Distribution> distributor;

	private final NodeConnection nobody;

	/**
	 * Creates a topology.
	 * @param connections the connections in the order of their nodes
	 * @param distributor says which of the nodes holds which key
	 * @param nobody takes the commands if there is no node
	 */
	private Topology(Collection<NodeConnection> connections, Function<List<MemcachedNode>, Distribution> distributor,
			NodeConnection nobody) {
		this.connections = connections.toArray(NodeConnection[]::new);
		this.distributor = distributor;
		this.nobody = nobody;
		this.byNode = new LinkedHashMap<>();
		connections.forEach((connection) -> this.byNode.put(connection.node(), connection));
		this.nodes = List.copyOf(this.byNode.keySet());
		this.distribution = distributor.apply(this.nodes);
	}

	static Topology empty(Function<List<MemcachedNode>, Distribution> distributor, NodeConnection nobody) {
		return new Topology(List.of(), distributor, nobody);
	}

	/**
	 * Returns a topology with other nodes. Those that stay keep their connections.
	 * @param nodes all nodes that it is to have
	 * @param creator creates the connections of those that are new
	 */
	Topology with(List<MemcachedNode> nodes, Function<MemcachedNode, NodeConnection> creator) {
		return new Topology(nodes.stream().map((node) -> {
			NodeConnection present = connection(node);
			return (present != null) ? present : creator.apply(node);
		}).toList(), this.distributor, this.nobody);
	}

	/** Returns the connections that another topology does not have. */
	List<NodeConnection> without(Topology other) {
		return connections().stream().filter((connection) -> other.connection(connection.node()) == null).toList();
	}

	NodeConnection connection(MemcachedKey key) {
		return switch (this.connections.length) {
			case 0 -> this.nobody;
			case 1 -> this.connections[0];
			default -> this.connections[this.distribution.indexOf(key.toWire())];
		};
	}

	MemcachedNode nodeOf(MemcachedKey key) {
		return connection(key).node();
	}

	/** Returns the connection to a node, or null if it is not one of these. */
	@Nullable NodeConnection connection(MemcachedNode node) {
		return this.byNode.get(node);
	}

	List<NodeConnection> connections() {
		return List.of(this.connections);
	}

	NodeListener.KeyHolders holders() {
		return new NodeListener.KeyHolders(this.nodes, this::nodeOf);
	}

	List<MemcachedNode> nodes() {
		return this.nodes;
	}

}
