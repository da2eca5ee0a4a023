package io.github.memcachedspring.cache;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.github.memcachedspring.client.CommandOutcome;

/**
 * Counts failures by what they come from.
 */
final class FailureCounter {

	private final LongAdder[] counts = Stream.generate(LongAdder::new)
		.limit(CommandOutcome.values().length)
		.toArray(LongAdder[]::new);

	void count(RuntimeException failure) {
		this.counts[CommandOutcome.of(failure).ordinal()].increment();
	}

	private long sum(CommandOutcome cause) {
		return this.counts[cause.ordinal()].sum();
	}

	FailureStatistics snapshot() {
		return new FailureStatistics(sum(CommandOutcome.TIMEOUT), sum(CommandOutcome.CONNECTION),
				sum(CommandOutcome.LEFT_ALONE), sum(CommandOutcome.IN_FLIGHT),
				sum(CommandOutcome.SERVER) + sum(CommandOutcome.TOO_LARGE), sum(CommandOutcome.PROTOCOL),
				sum(CommandOutcome.OTHER));
	}

}
