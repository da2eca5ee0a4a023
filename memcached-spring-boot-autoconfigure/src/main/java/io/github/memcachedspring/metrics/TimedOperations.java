package io.github.memcachedspring.metrics;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.NodewiseOperations;

/**
 * A cluster whose commands are measured.
 */
final class TimedOperations extends NodewiseOperations {

	private final String name;

	private final CommandTimers timers;

	TimedOperations(MemcachedOperations delegate, String name, CommandTimers timers) {
		super(delegate);
		this.name = name;
		this.timers = timers;
	}

	@Override
	protected NodeOperations decorate(MemcachedNode node, NodeOperations operations) {
		return new TimedNodeOperations(operations, this, this.timers,
				(registry) -> new NodeTimers(registry, this.name, node));
	}

}
