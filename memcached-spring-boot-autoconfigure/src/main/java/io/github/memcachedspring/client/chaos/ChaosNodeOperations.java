package io.github.memcachedspring.client.chaos;

import java.util.Map;

import io.github.memcachedspring.client.ConnectionStatus;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;

/**
 * The verbs addressed to one node.
 */
final class ChaosNodeOperations extends ChaosVerbs implements NodeOperations {

	private final MemcachedNode node;

	private final NodeOperations delegate;

	ChaosNodeOperations(MemcachedNode node, NodeOperations delegate, Context context) {
		super(delegate, context);
		this.node = node;
		this.delegate = delegate;
	}

	@Override
	public Reply<Boolean> ping() {
		return isOff() ? this.delegate.ping() : disturbed(this.node, this.delegate::ping);
	}

	@Override
	public Reply<String> version() {
		return isOff() ? this.delegate.version() : disturbed(this.node, this.delegate::version);
	}

	@Override
	public Reply<Map<String, String>> stats() {
		return isOff() ? this.delegate.stats() : disturbed(this.node, this.delegate::stats);
	}

	@Override
	public ConnectionStatus connectionStatus() {
		return this.delegate.connectionStatus();
	}

	@Override
	public long lostWrites() {
		return this.delegate.lostWrites();
	}

}
