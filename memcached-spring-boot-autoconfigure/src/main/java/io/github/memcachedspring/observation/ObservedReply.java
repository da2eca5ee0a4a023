package io.github.memcachedspring.observation;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.Outcome;
import io.github.memcachedspring.client.Reply;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Reply whose observation ends when it is consumed.
 *
 * @param <T> type of the result
 */
final class ObservedReply<T extends @Nullable Object> implements Reply<T> {

	private final Reply<T> source;

	private final Observation observation;

	ObservedReply(Reply<T> source, Observation observation) {
		this.source = source;
		this.observation = observation;
	}

	@Override
	public T await() {
		T result;
		try {
			result = this.source.await();
		}
		catch (RuntimeException ex) {
			stop(null, ex);
			throw ex;
		}
		stop(result, null);
		return result;
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		this.source.subscribe(executor, (result, failure) -> {
			stop(result, failure);
			consumer.accept(result, failure);
		});
	}

	private void stop(@Nullable T result, @Nullable RuntimeException failure) {
		// Always one of ours: the context is made together with the observation.
		MemcachedCommandContext context = (MemcachedCommandContext) this.observation.getContext();
		if (failure != null) {
			context.setOutcome(Outcome.of(failure));
			this.observation.error(failure);
		}
		else {
			context.setOutcome(context.getVerb().outcome(result));
		}
		this.observation.stop();
	}

}
