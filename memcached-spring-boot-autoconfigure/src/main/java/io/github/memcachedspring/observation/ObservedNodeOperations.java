package io.github.memcachedspring.observation;

import java.util.function.Supplier;

import io.github.memcachedspring.client.InterceptedOperations;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.Verb;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A node whose commands are observed while anybody listens.
 */
final class ObservedNodeOperations extends InterceptedOperations {

	private final MemcachedObservations observations;

	private final Factory factory;

	ObservedNodeOperations(NodeOperations delegate, MemcachedOperations cluster, MemcachedObservations observations,
			Factory factory) {
		super(delegate, cluster);
		this.observations = observations;
		this.factory = factory;
	}

	@Override
	protected boolean isOff() {
		return this.observations.isOff();
	}

	@Override
	protected <T extends @Nullable Object> Reply<T> intercept(Verb verb, @Nullable MemcachedKey key,
			Supplier<Reply<T>> command) {
		Observation observation = this.factory.start(verb, key);
		return observation.isNoop() ? command.get()
				: new ObservedReply<>(command.get(), this.observations, observation);
	}

	/** Starts the observation of a command. */
	interface Factory {

		Observation start(Verb verb, @Nullable MemcachedKey key);

	}

}
