package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;

/**
 * The verbs on connections of their own, for one thread that works through very many keys
 * and would be in the way of everybody else on the common ones. Commands are written when
 * the first reply is awaited, so whoever sends many before that has them travel together;
 * the requests of a batch should not exceed 200 KB while their answers do. Which node has
 * which key is what the cluster says at that moment.
 *
 * @since 0.1.0
 */
public final class PipelinedOperations extends MetaVerbs implements AutoCloseable {

	private final MemcachedOperations cluster;

	private final XMemcachedSettings settings;

	private final Duration patience;

	private final Map<MemcachedNode, PipelineConnection> connections = new HashMap<>();

	/**
	 * Creates the operations. Connects to a node when the first command for it is sent,
	 * and blocks for that up to the connect timeout; after a failure not for a second, in
	 * which commands fail at once.
	 * @param cluster the cluster on its common connections; not closed with this
	 * @param settings its settings, of which nodes, distribution and timeout do not count
	 * @param patience how long a server may be silent while it owes an answer, at least 1
	 * ms
	 */
	public PipelinedOperations(MemcachedOperations cluster, XMemcachedSettings settings, Duration patience) {
		this.cluster = cluster;
		this.settings = settings;
		this.patience = patience;
	}

	/**
	 * Sends what was collected to all nodes, without waiting for answers.
	 */
	public void flush() {
		this.connections.values().forEach(PipelineConnection::flush);
	}

	@Override
	PipelineConnection connection(MemcachedKey key) {
		return connection(nodeOf(key));
	}

	private PipelineConnection connection(MemcachedNode node) {
		PipelineConnection known = this.connections.get(node);
		return (known != null) ? known : this.connections.computeIfAbsent(node,
				(missing) -> new PipelineConnection(missing, this.settings, this.patience));
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
		return new OneNode(connection(node), this.cluster.on(node));
	}

	/** Closes the connections. Commands that were not answered fail. */
	@Override
	public void close() {
		this.connections.values().forEach(PipelineConnection::close);
	}

	/** The verbs addressed to a node, and questions about it on the common connection. */
	private static final class OneNode extends MetaVerbs implements NodeOperations {

		private final PipelineConnection connection;

		private final NodeOperations common;

		OneNode(PipelineConnection connection, NodeOperations common) {
			this.connection = connection;
			this.common = common;
		}

		@Override
		PipelineConnection connection(MemcachedKey key) {
			return this.connection;
		}

		@Override
		public Reply<Boolean> ping() {
			return this.common.ping();
		}

		@Override
		public Reply<String> version() {
			return this.common.version();
		}

		@Override
		public Reply<Map<String, String>> stats() {
			return this.common.stats();
		}

		@Override
		public long connects() {
			return this.common.connects();
		}

		@Override
		public long lostWrites() {
			return this.common.lostWrites();
		}

		@Override
		public List<MemcachedNode> nodes() {
			return List.of(this.connection.node());
		}

		@Override
		public MemcachedNode nodeOf(MemcachedKey key) {
			return this.connection.node();
		}

		@Override
		public NodeOperations on(MemcachedNode node) {
			return this.common.on(node);
		}

	}

}
