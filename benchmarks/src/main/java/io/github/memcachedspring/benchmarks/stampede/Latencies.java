package io.github.memcachedspring.benchmarks.stampede;

import java.util.Collection;

/**
 * How long calls took, in order.
 */
final class Latencies {

	private final long[] micros;

	private Latencies(long[] micros) {
		this.micros = micros;
	}

	static Latencies of(Collection<Span> calls) {
		return new Latencies(calls.stream().mapToLong(Span::micros).sorted().toArray());
	}

	int size() {
		return this.micros.length;
	}

	/**
	 * Returns the time that a share of the calls did not exceed.
	 * @param percent the share, above 0 and at most 100
	 * @return milliseconds, or {@code NaN} if there was no call
	 */
	double percentile(double percent) {
		if (this.micros.length == 0) {
			return Double.NaN;
		}
		int rank = (int) Math.ceil(this.micros.length * percent / 100);
		return this.micros[Math.max(1, rank) - 1] / 1000.0;
	}

	double longest() {
		return percentile(100);
	}

}
