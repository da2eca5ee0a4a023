package io.github.memcachedspring.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.memcachedspring.benchmarks.support.Machine;
import io.github.memcachedspring.benchmarks.support.MarkdownTable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link HitBenchmark}, {@link ProxyHitBenchmark} and {@link ListenedHitBenchmark},
 * and prints a table for each.
 */
final class HitRun {

	/** Names of the benchmarks and what they are called in the table, in its order. */
	private static final Map<String, String> TITLES = titles();

	private HitRun() {
	}

	private static Map<String, String> titles() {
		Map<String, String> titles = new LinkedHashMap<>();
		titles.put("cacheGet", "`get(key)`");
		titles.put("guardedGet", "`get(key)` through the guard");
		titles.put("invocationGet", "`forInvocation(null).get(key)`");
		titles.put("cacheGetWithLoader", "`get(key, loader)`");
		titles.put("transcoderAlone", "transcoder alone, part of these");
		titles.put("memoryAlone", "memory alone, part of these");
		titles.put("jacksonWithoutTypes", "Jackson, types known");
		titles.put("concurrentMapCacheGet", "`ConcurrentMapCache.get(key)`");
		return titles;
	}

	static int run(String[] options) throws RunnerException, CommandLineOptionException {
		CommandLineOptions given = new CommandLineOptions(options);
		OptionsBuilder builder = new OptionsBuilder();
		builder.parent(given).addProfiler(GCProfiler.class).shouldFailOnError(true);
		if (given.getIncludes().isEmpty()) {
			builder.include(HitBenchmark.class.getName())
				.include(ProxyHitBenchmark.class.getName())
				.include(ListenedHitBenchmark.class.getName());
		}
		List<HitCost> costs = new Runner(builder.build()).run().stream().map(HitCost::of).toList();
		System.out.printf("%n%s%n", Machine.describe());
		ListenedHitTable listened = new ListenedHitTable(costs);
		Stream.of(table(costs), ProxyHitTable.of(costs), listened.table())
			.filter((table) -> !table.isEmpty())
			.forEach((table) -> System.out.printf("%n%s", table));
		if (listened.allocatesForNobody()) {
			System.out.printf("%nA command allocates for observations that nobody hears%n");
			return 1;
		}
		return 0;
	}

	private static MarkdownTable table(List<HitCost> costs) {
		MarkdownTable table = new MarkdownTable("hit", "value", "median ns", "best ns", "bytes");
		for (String kind : List.of("string", "record")) {
			TITLES.forEach((name, title) -> costs.stream()
				.filter((cost) -> cost.isOf(HitBenchmark.class, name) && cost.has("value", kind))
				.forEach((cost) -> table.add(title, kind, HitCost.rounded(cost.medianNanos()),
						HitCost.rounded(cost.bestNanos()), HitCost.rounded(cost.bytes()))));
		}
		return table;
	}

}
