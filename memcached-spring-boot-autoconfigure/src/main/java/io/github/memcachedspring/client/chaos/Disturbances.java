package io.github.memcachedspring.client.chaos;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * What is done to all nodes, and to those that something else is done to.
 */
record Disturbances(Disturbance general, Map<MemcachedNode, Disturbance> byNode) {

	static final Disturbances NONE = new Disturbances(Disturbance.NONE, Map.of());

	Disturbance of(MemcachedNode node) {
		return this.byNode.getOrDefault(node, this.general);
	}

	boolean isNothing() {
		return this.general.equals(Disturbance.NONE)
				&& this.byNode.values().stream().allMatch(Disturbance.NONE::equals);
	}

	/** Changes all nodes, also those that something else was done to. */
	Disturbances change(UnaryOperator<Disturbance> change) {
		Map<MemcachedNode, Disturbance> changed = new LinkedHashMap<>(this.byNode);
		changed.replaceAll((node, disturbance) -> change.apply(disturbance));
		return new Disturbances(change.apply(this.general), changed);
	}

	Disturbances change(Collection<MemcachedNode> nodes, UnaryOperator<Disturbance> change) {
		Map<MemcachedNode, Disturbance> changed = new LinkedHashMap<>(this.byNode);
		nodes.forEach((node) -> changed.put(node, change.apply(of(node))));
		return new Disturbances(this.general, changed);
	}

	@Override
	public String toString() {
		return this.byNode.isEmpty() ? this.general.toString() : this.general + "; " + this.byNode;
	}

}
