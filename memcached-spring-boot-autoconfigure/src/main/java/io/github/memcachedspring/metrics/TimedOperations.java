package io.github.memcachedspring.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

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

	private final List<TimedNodeOperations> timed = new CopyOnWriteArrayList<>();

	TimedOperations(MemcachedOperations delegate, String name, CommandTimers timers) {
		super(delegate);
		this.name = name;
		this.timers = timers;
	}

	@Override
	protected NodeOperations decorate(MemcachedNode node, NodeOperations operations) {
		TimedNodeOperations decorated = new TimedNodeOperations(operations, this, this.timers,
				(registry) -> new NodeTimers(registry, this.name, node), () -> nodes().contains(node));
		this.timed.add(decorated);
		return decorated;
	}

	void removeTimersOfLeft() {
		this.timed.forEach(TimedNodeOperations::removeTimersIfLeft);
	}

}
