package io.github.memcachedspring.benchmarks.stampede;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/**
 * When something began and ended, in microseconds of the machine's clock, which all JVMs
 * share.
 *
 * @param start the beginning
 * @param end the end
 */
record Span(long start, long end) {

	static long now() {
		return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
	}

	long micros() {
		return this.end - this.start;
	}

	boolean overlapsAny(Collection<Span> others) {
		return others.stream().anyMatch((other) -> this.start <= other.end && other.start <= this.end);
	}

}
