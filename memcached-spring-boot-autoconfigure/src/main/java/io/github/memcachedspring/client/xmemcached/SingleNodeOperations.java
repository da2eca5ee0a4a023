package io.github.memcachedspring.client.xmemcached;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.memcachedspring.client.ConnectionStatus;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The verbs addressed to one node. They fail while the node is not one of the cluster's,
 * and work again when it is back, since others hold on to this object.
 */
final class SingleNodeOperations extends MetaVerbs implements NodeOperations {

	private final XMemcachedOperations cluster;

	private final NodeConnection gone;

	private final AtomicLong lostWrites = new AtomicLong();

	/**
	 * Creates the verbs of a node.
	 * @param gone takes the commands while the node is not one of the cluster's
	 * @param cluster the cluster
	 */
	SingleNodeOperations(NodeConnection gone, XMemcachedOperations cluster) {
		this.gone = gone;
		this.cluster = cluster;
	}

	@Override
	NodeConnection connection(@Nullable MemcachedKey key) {
		return connection();
	}

	NodeConnection connection() {
		NodeConnection connection = this.cluster.topology().connection(this.gone.node());
		return (connection != null) ? connection : this.gone;
	}

	/** Called when the server behind the name may not have seen all that was removed. */
	void distrust() {
		this.lostWrites.incrementAndGet();
	}

	@Override
	public long lostWrites() {
		return this.lostWrites.get();
	}

	@Override
	public ConnectionStatus connectionStatus() {
		return connection().status();
	}

	@Override
	public long connects() {
		return connection().connects();
	}

	@Override
	public Reply<Boolean> ping() {
		return plain("mn", "MN").map((reply) -> true);
	}

	@Override
	public Reply<String> version() {
		return plain("version", "VERSION ").map((reply) -> reply.line().substring("VERSION ".length()));
	}

	@Override
	public Reply<Map<String, String>> stats() {
		PlainCommand.Stats command = new PlainCommand.Stats(this.gone.node());
		return connection().sendPlain(command).map((reply) -> command.stats());
	}

	private Reply<MetaReply> plain(String line, String firstWord) {
		return connection().sendPlain(new PlainCommand(this.gone.node(), line, firstWord));
	}

	@Override
	public List<MemcachedNode> nodes() {
		return List.of(this.gone.node());
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.gone.node();
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return this.cluster.on(node);
	}

}
