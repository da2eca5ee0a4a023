package io.github.memcachedspring.metrics;

import java.util.function.ToDoubleFunction;

import io.github.memcachedspring.client.ConnectionStatus;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.client.guard.NodeStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of a node: of the connection to it, and of what was done about it.
 */
final class NodeMeters implements MeterBinder {

	private final MemcachedCluster cluster;

	private final MemcachedNode node;

	NodeMeters(MemcachedCluster cluster, MemcachedNode node) {
		this.cluster = cluster;
		this.node = node;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Tags tags = Tags.of("cluster", this.cluster.name(), "node", this.node.toString());
		MeterGroup<GuardedOperations> meters = new MeterGroup<>(registry, "memcached.node.", this.cluster.operations(),
				tags);
		bindConnection(meters);
		bindStatus(meters);
	}

	private void bindConnection(MeterGroup<GuardedOperations> meters) {
		meters
			.gauge("connected", "Whether commands can be sent: 0 or 1",
					connection((status) -> status.connected() ? 1 : 0))
			.counter("connects", "Connections that were made, the first one included",
					connection(ConnectionStatus::connects))
			.gauge("in.flight", "Commands whose answers have not come yet", connection(ConnectionStatus::inFlight));
	}

	private void bindStatus(MeterGroup<GuardedOperations> meters) {
		meters
			.gauge("left.alone", "Whether commands fail at once because the node did not answer: 0 or 1",
					status((status) -> status.leftAlone() ? 1 : 0))
			.counter("times.left.alone", "Times the node was left alone", status(NodeStatus::timesLeftAlone))
			.counter("rejected", "Commands that were not sent", status(NodeStatus::rejected))
			.gauge("pending.deletes", "Keys that have to be removed before they are read again",
					status(NodeStatus::pendingDeletes))
			.counter("deletes.made.up", "Keys that were removed later than they should have been",
					status(NodeStatus::deletesMadeUp))
			.counter("deletes.lost", "Times there were too many such keys, and all entries became invalid",
					status(NodeStatus::deletesLost));
	}

	private ToDoubleFunction<GuardedOperations> connection(ToDoubleFunction<ConnectionStatus> part) {
		return (operations) -> part.applyAsDouble(operations.on(this.node).connectionStatus());
	}

	private ToDoubleFunction<GuardedOperations> status(ToDoubleFunction<NodeStatus> part) {
		return (operations) -> part.applyAsDouble(operations.status(this.node));
	}

}
