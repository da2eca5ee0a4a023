package io.github.memcachedspring.client.xmemcached;

import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The verbs addressed to one node.
 */
final class SingleNodeOperations extends MetaVerbs implements NodeOperations {

	private final NodeConnection connection;

	private final MemcachedOperations cluster;

	SingleNodeOperations(NodeConnection connection, MemcachedOperations cluster) {
		this.connection = connection;
		this.cluster = cluster;
	}

	@Override
	NodeConnection connection(@Nullable MemcachedKey key) {
		return this.connection;
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
		PlainCommand.Stats command = new PlainCommand.Stats(this.connection.node());
		return this.connection.sendPlain(command).map((reply) -> command.stats());
	}

	private Reply<MetaReply> plain(String line, String firstWord) {
		return this.connection.sendPlain(new PlainCommand(this.connection.node(), line, firstWord));
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
		return this.cluster.on(node);
	}

}
