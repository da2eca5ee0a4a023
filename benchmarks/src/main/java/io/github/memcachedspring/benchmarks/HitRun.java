package io.github.memcachedspring.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs {@link HitBenchmark} and prints a table. Besides the median it shows the best
 * iteration, which is closer to the truth where something else runs on the machine:
 * disturbances only ever add.
 */
final class HitRun {

	/** Names of the benchmarks and what they are called in the table, in its order. */
	private static final Map<String, String> TITLES = titles();

	private HitRun() {
	}

	private static Map<String, String> titles() {
		Map<String, String> titles = new LinkedHashMap<>();
		titles.put("cacheGet", "`get(key)`");
		titles.put("invocationGet", "`forInvocation(null).get(key)`");
		titles.put("cacheGetWithLoader", "`get(key, loader)`");
		titles.put("transcoderAlone", "transcoder alone, part of these");
		titles.put("memoryAlone", "memory alone, part of these");
		titles.put("jacksonWithoutTypes", "Jackson, types known");
		titles.put("concurrentMapCacheGet", "`ConcurrentMapCache.get(key)`");
		return titles;
	}

	static int run(String[] options) throws RunnerException, CommandLineOptionException {
		OptionsBuilder builder = new OptionsBuilder();
		builder.parent(new CommandLineOptions(options));
		builder.include(HitBenchmark.class.getName()).addProfiler(GCProfiler.class).shouldFailOnError(true);
		Collection<RunResult> results = new Runner(builder.build()).run();
		System.out.printf("%n%s%n%n%s", Machine.describe(), table(results));
		return 0;
	}

	private static MarkdownTable table(Collection<RunResult> results) {
		MarkdownTable table = new MarkdownTable("hit", "value", "median ns", "best ns", "bytes");
		for (String kind : List.of("string", "record")) {
			TITLES.forEach((name, title) -> {
				for (RunResult result : results) {
					if (name.equals(nameOf(result)) && kind.equals(result.getParams().getParam("value"))) {
						addRow(table, title, kind, result);
					}
				}
			});
		}
		return table;
	}

	private static String nameOf(RunResult result) {
		String name = result.getParams().getBenchmark();
		return name.substring(name.lastIndexOf('.') + 1);
	}

	private static void addRow(MarkdownTable table, String title, String kind, RunResult result) {
		Statistics times = result.getPrimaryResult().getStatistics();
		Result<?> bytes = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
		table.add(title, kind, rounded(times.getPercentile(50)), rounded(times.getMin()), rounded(bytes.getScore()));
	}

	private static String rounded(double value) {
		return "%.0f".formatted(value);
	}

}
