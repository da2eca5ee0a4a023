package io.github.memcachedspring.observation;

import io.github.memcachedspring.client.CommandOutcome;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.WitnessedReply;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Reply whose observation ends when it is consumed.
 *
 * @param <T> type of the result
 */
final class ObservedReply<T extends @Nullable Object> extends WitnessedReply<T> {

	private final MemcachedObservations observations;

	private final Observation observation;

	ObservedReply(Reply<T> source, MemcachedObservations observations, Observation observation) {
		super(source);
		this.observations = observations;
		this.observation = observation;
	}

	@Override
	protected void ended(@Nullable T result, @Nullable RuntimeException failure) {
		this.observations.stop(() -> {
			note(result, failure);
			this.observation.stop();
		});
	}

	private void note(@Nullable T result, @Nullable RuntimeException failure) {
		// Always one of ours: the context is made together with the observation.
		MemcachedCommandContext context = (MemcachedCommandContext) this.observation.getContext();
		if (failure != null) {
			context.setOutcome(CommandOutcome.of(failure));
			this.observation.error(failure);
		}
		else {
			context.setOutcome(context.getVerb().outcome(result));
		}
	}

}
