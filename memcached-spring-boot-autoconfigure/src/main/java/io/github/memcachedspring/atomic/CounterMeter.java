package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.github.memcachedspring.client.Reply;

/**
 * Counts what counters do.
 */
final class CounterMeter implements UpdateObserver {

	private final LongAdder counted = new LongAdder();

	private final LongAdder conflicts = new LongAdder();

	private final LongAdder absent = new LongAdder();

	private final LongAdder unknown = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	/** Counts the outcome of a command once it is there. */
	Reply<CountResult> measure(Supplier<Reply<CountResult>> command) {
		long begin = System.nanoTime();
		return command.get().map((result) -> {
			record(adder(result), begin);
			return result;
		}).onFailure((failure) -> {
			record(this.failed, begin);
			return Reply.failed(failure);
		});
	}

	private LongAdder adder(CountResult result) {
		if (result instanceof CountResult.Counted) {
			return this.counted;
		}
		return (result instanceof CountResult.Absent) ? this.absent : this.unknown;
	}

	private void record(LongAdder outcome, long begin) {
		outcome.increment();
		this.nanos.add(System.nanoTime() - begin);
	}

	/** Counts a delete. */
	@Override
	public void ended(Ending ending, int attempts, Duration elapsed) {
		this.nanos.add(elapsed.toNanos());
		switch (ending) {
			case APPLIED -> this.counted.increment();
			case CONFLICT -> this.conflicts.increment();
			case ABSENT -> this.absent.increment();
			case UNKNOWN -> this.unknown.increment();
			case FAILED -> this.failed.increment();
			case CANCELLED -> {
				// It is as if nobody had asked for it.
			}
		}
	}

	CounterStatistics snapshot() {
		return new CounterStatistics(this.counted.sum(), this.conflicts.sum(), this.absent.sum(), this.unknown.sum(),
				this.failed.sum(), Duration.ofNanos(this.nanos.sum()));
	}

}
