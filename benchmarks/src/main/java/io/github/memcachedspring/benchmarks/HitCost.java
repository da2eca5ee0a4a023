package io.github.memcachedspring.benchmarks;

import java.util.Locale;
import java.util.Objects;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * What a benchmark of a hit resulted in. Besides the median there is the best iteration,
 * which is closer to the truth where something else runs on the machine: disturbances
 * only ever add.
 *
 * @param parameters what was run
 * @param medianNanos median time of a hit
 * @param bestNanos the best iteration's time of a hit
 * @param bytes memory that a hit allocates
 */
record HitCost(BenchmarkParams parameters, double medianNanos, double bestNanos, double bytes) {

	static HitCost of(RunResult result) {
		Statistics times = result.getPrimaryResult().getStatistics();
		Result<?> bytes = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
		return new HitCost(result.getParams(), times.getPercentile(50), times.getMin(), bytes.getScore());
	}

	boolean isOf(Class<?> benchmark, String method) {
		return this.parameters.getBenchmark().equals(benchmark.getName() + "." + method);
	}

	boolean has(String parameter, String value) {
		return value.equals(this.parameters.getParam(parameter));
	}

	static String rounded(double value) {
		return String.format(Locale.ROOT, "%.0f", value);
	}

}
