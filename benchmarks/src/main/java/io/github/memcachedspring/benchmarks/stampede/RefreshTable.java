package io.github.memcachedspring.benchmarks.stampede;

import io.github.memcachedspring.benchmarks.support.MarkdownTable;

/**
 * What callers notice while an entry is loaded anew before it expires, compared with hits
 * in the same run.
 */
final class RefreshTable {

	private RefreshTable() {
	}

	static MarkdownTable of(RoundLog log) {
		Figures figures = new Figures(log);
		Latencies hits = figures.undisturbed();
		Latencies during = figures.duringLoads();
		MarkdownTable table = new MarkdownTable("calls", "number", "p50 ms", "p99 ms", "longest ms");
		addRow(table, "hits, nobody loads", hits);
		addRow(table, "during a load", during);
		table.add("ratio", "", ratio(during, hits, 50), ratio(during, hits, 99), ratio(during, hits, 100));
		return table;
	}

	private static void addRow(MarkdownTable table, String title, Latencies latencies) {
		table.add(title, String.valueOf(latencies.size()), Figures.millis(latencies.percentile(50)),
				Figures.millis(latencies.percentile(99)), Figures.millis(latencies.longest()));
	}

	private static String ratio(Latencies measured, Latencies reference, double percent) {
		return Figures.decimal(measured.percentile(percent) / reference.percentile(percent));
	}

}
