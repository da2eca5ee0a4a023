package io.github.memcachedspring.atomic.fleet;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.memcachedspring.atomic.history.Operation;

/**
 * What came of the counts of all threads.
 */
record Outcome(List<Tally> threads) {

	/** All operations that took place or may have. */
	List<Operation> operations() {
		return this.threads.stream().flatMap((thread) -> thread.operations().stream()).toList();
	}

	Stream<Operation> acknowledgedOperations() {
		return operations().stream().filter((operation) -> !operation.isUnknown());
	}

	long acknowledged() {
		return acknowledgedOperations().count();
	}

	long unknown() {
		return operations().stream().filter(Operation::isUnknown).count();
	}

	long conflicts() {
		return this.threads.stream().mapToLong(Tally::conflicts).sum();
	}

	long failures() {
		return this.threads.stream().mapToLong(Tally::failures).sum();
	}

	/** Attempts for each count that came to an end without a failure. */
	double meanAttempts() {
		long attempts = this.threads.stream().mapToLong(Tally::attempts).sum();
		return attempts / (double) Math.max(1, operations().size() + conflicts());
	}

	/** How many were acknowledged within so long. */
	long within(long millis) {
		return acknowledgedOperations().filter((operation) -> millis(operation) <= millis).count();
	}

	long longestMillis() {
		return acknowledgedOperations().map(Outcome::millis).max(Comparator.naturalOrder()).orElse(0L);
	}

	/** How many the least successful thread has acknowledged. */
	long fewestOfAThread() {
		return this.threads.stream()
			.mapToLong((thread) -> thread.operations().stream().filter((operation) -> !operation.isUnknown()).count())
			.min()
			.orElse(0);
	}

	/** From the first beginning to the last end. */
	long elapsedMillis() {
		long begin = operations().stream().mapToLong(Operation::invoked).min().orElse(0);
		long end = acknowledgedOperations().mapToLong(Operation::returned).max().orElse(begin);
		return TimeUnit.NANOSECONDS.toMillis(end - begin);
	}

	private static long millis(Operation operation) {
		return TimeUnit.NANOSECONDS.toMillis(operation.returned() - operation.invoked());
	}

	@Override
	public String toString() {
		return "%,d acknowledged in %,d ms, %,d unknown, %,d conflicts, %,d failures, %.2f attempts on average"
			.formatted(acknowledged(), elapsedMillis(), unknown(), conflicts(), failures(), meanAttempts());
	}

}
