package io.github.memcachedspring.metrics;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.Outcome;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.Verb;
import org.jspecify.annotations.Nullable;

/**
 * Reply whose time is taken when it is consumed.
 *
 * @param <T> type of the result
 */
final class TimedReply<T extends @Nullable Object> implements Reply<T> {

	private final Reply<T> source;

	private final NodeTimers timers;

	private final Verb verb;

	private final long start;

	TimedReply(Reply<T> source, NodeTimers timers, Verb verb, long start) {
		this.source = source;
		this.timers = timers;
		this.verb = verb;
		this.start = start;
	}

	@Override
	public T await() {
		T result;
		try {
			result = this.source.await();
		}
		catch (RuntimeException ex) {
			this.timers.record(this.verb, Outcome.of(ex), this.start);
			throw ex;
		}
		this.timers.record(this.verb, this.verb.outcome(result), this.start);
		return result;
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		this.source.subscribe(executor, (result, failure) -> {
			Outcome outcome = (failure != null) ? Outcome.of(failure) : this.verb.outcome(result);
			this.timers.record(this.verb, outcome, this.start);
			consumer.accept(result, failure);
		});
	}

}
