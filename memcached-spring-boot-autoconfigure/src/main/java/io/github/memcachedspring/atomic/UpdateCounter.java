package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts what updates do.
 */
final class UpdateCounter implements UpdateObserver {

	private final Map<Ending, LongAdder> endings = Stream.of(Ending.values())
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (ending) -> new LongAdder()));

	private final LongAdder attempts = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	@Override
	public void ended(Ending ending, int attempts, Duration elapsed) {
		// The ending last: who sees it sees what it took, too.
		this.attempts.add(attempts);
		this.nanos.add(elapsed.toNanos());
		adder(ending).increment();
	}

	private LongAdder adder(Ending ending) {
		return Objects.requireNonNull(this.endings.get(ending));
	}

	AtomicUpdateStatistics snapshot() {
		return new AtomicUpdateStatistics(count(Ending.APPLIED), count(Ending.CONFLICT), count(Ending.ABSENT),
				count(Ending.UNKNOWN), count(Ending.FAILED), count(Ending.CANCELLED), this.attempts.sum(),
				Duration.ofNanos(this.nanos.sum()));
	}

	private long count(Ending ending) {
		return adder(ending).sum();
	}

}
