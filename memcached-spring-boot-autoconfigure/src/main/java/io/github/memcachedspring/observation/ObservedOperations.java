package io.github.memcachedspring.observation;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.NodewiseOperations;

/**
 * A cluster whose commands are observed.
 */
final class ObservedOperations extends NodewiseOperations {

	private final String name;

	private final MemcachedObservations observations;

	ObservedOperations(MemcachedOperations delegate, String name, MemcachedObservations observations) {
		super(delegate);
		this.name = name;
		this.observations = observations;
	}

	@Override
	protected NodeOperations decorate(MemcachedNode node, NodeOperations operations) {
		return new ObservedNodeOperations(operations, this, this.observations,
				(verb, key) -> this.observations.command(this.name, node, verb, key));
	}

}
