package io.github.memcachedspring.benchmarks.stampede;

import io.github.memcachedspring.benchmarks.support.MarkdownTable;

/**
 * How often a JVM asked for a value that another one loaded. Every waiter reads once when
 * it comes; whatever else its JVM reads is a poll for all its waiters together.
 */
final class PollTable {

	private PollTable() {
	}

	static MarkdownTable of(RoundLog log, int waiters) {
		MarkdownTable table = new MarkdownTable("JVM", "callers", "reads", "polls", "ms per poll");
		ChildJvm holder = log.loads().get(0).source();
		double waitMillis = (log.loadSpans().get(0).end() - log.lastStart()) / 1000.0;
		log.reads().forEach((child, reads) -> {
			int callers = (child == holder) ? 1 : waiters;
			long polls = reads - callers;
			table.add((child == holder) ? "loads" : "waits", String.valueOf(callers), String.valueOf(reads),
					String.valueOf(polls), (polls > 0) ? Figures.millis(waitMillis / polls) : "-");
		});
		return table;
	}

}
