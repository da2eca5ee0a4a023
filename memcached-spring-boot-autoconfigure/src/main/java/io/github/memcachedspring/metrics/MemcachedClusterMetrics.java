package io.github.memcachedspring.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the nodes of a cluster, below {@code memcached.node}. They come and go with
 * the nodes.
 *
 * @since 0.1.0
 */
public final class MemcachedClusterMetrics implements MeterBinder {

	private final MemcachedCluster cluster;

	private final RemovableMeters meters;

	private final List<MeterRegistry> registries = new ArrayList<>();

	private Set<MemcachedNode> bound = Set.of();

	/**
	 * Creates the meters of a cluster.
	 * @param cluster the cluster
	 * @param meters registers the meters, and removes them in the end
	 */
	public MemcachedClusterMetrics(MemcachedCluster cluster, RemovableMeters meters) {
		this.cluster = cluster;
		this.meters = meters;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		if (this.registries.isEmpty()) {
			this.cluster.operations().addChangeListener(this::follow);
		}
		this.registries.add(registry);
		follow();
	}

	private synchronized void follow() {
		Set<MemcachedNode> present = new HashSet<>(this.cluster.operations().nodes());
		this.bound.stream().filter((node) -> !present.contains(node)).forEach((node) -> this.meters.unbind(key(node)));
		for (MemcachedNode node : present) {
			NodeMeters nodeMeters = new NodeMeters(this.cluster, node);
			this.registries.forEach((registry) -> this.meters.bind(key(node), nodeMeters, registry));
		}
		this.bound = present;
	}

	private Object key(MemcachedNode node) {
		return List.of(this.cluster, node);
	}

}
