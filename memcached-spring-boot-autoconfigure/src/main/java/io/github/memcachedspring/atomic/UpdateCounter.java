package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts what updates do.
 */
final class UpdateCounter {

	private final LongAdder applied = new LongAdder();

	private final LongAdder conflicts = new LongAdder();

	private final LongAdder absents = new LongAdder();

	private final LongAdder unknowns = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder attempts = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	/** Counts an update that has ended, with null if it failed or was given up. */
	void ended(@Nullable AtomicResult<?> result, int attempts, Duration elapsed) {
		adder(result).increment();
		this.attempts.add(attempts);
		this.nanos.add(elapsed.toNanos());
	}

	private LongAdder adder(@Nullable AtomicResult<?> result) {
		if (result instanceof AtomicResult.Applied) {
			return this.applied;
		}
		if (result instanceof AtomicResult.Conflict) {
			return this.conflicts;
		}
		if (result instanceof AtomicResult.Absent) {
			return this.absents;
		}
		return (result instanceof AtomicResult.Unknown) ? this.unknowns : this.failures;
	}

	AtomicUpdateStatistics snapshot() {
		return new AtomicUpdateStatistics(this.applied.sum(), this.conflicts.sum(), this.absents.sum(),
				this.unknowns.sum(), this.failures.sum(), this.attempts.sum(), Duration.ofNanos(this.nanos.sum()));
	}

}
