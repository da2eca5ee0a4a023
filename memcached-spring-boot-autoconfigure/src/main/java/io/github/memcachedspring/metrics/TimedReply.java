package io.github.memcachedspring.metrics;

import io.github.memcachedspring.client.CommandOutcome;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.Verb;
import io.github.memcachedspring.client.WitnessedReply;
import org.jspecify.annotations.Nullable;

/**
 * Reply whose time is taken when it is consumed.
 *
 * @param <T> type of the result
 */
final class TimedReply<T extends @Nullable Object> extends WitnessedReply<T> {

	private final NodeTimers timers;

	private final Verb verb;

	private final long start;

	TimedReply(Reply<T> source, NodeTimers timers, Verb verb, long start) {
		super(source);
		this.timers = timers;
		this.verb = verb;
		this.start = start;
	}

	@Override
	protected void ended(@Nullable T result, @Nullable RuntimeException failure) {
		CommandOutcome outcome = (failure != null) ? CommandOutcome.of(failure) : this.verb.outcome(result);
		this.timers.record(this.verb, outcome, this.start);
	}

}
