package io.github.memcachedspring.benchmarks.stampede;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.memcachedspring.benchmarks.support.MarkdownTable;

/**
 * A row for each technique, and columns for what was run.
 */
final class TechniqueTable {

	private final List<String> titles = new ArrayList<>();

	private final Map<Technique, List<String>> cells = new EnumMap<>(Technique.class);

	boolean isEmpty() {
		return this.titles.isEmpty();
	}

	void addBursts(Map<Technique, RoundLog> logs) {
		add("burst loads", logs, Figures::loads);
		add("burst longest ms", logs, Figures::longest);
	}

	void addSteady(Map<Technique, RoundLog> logs) {
		add("expiries", logs, Figures::expiries);
		add("loads per expiry", logs, Figures::loadsPerExpiry);
		add("p50 ms", logs, (figures) -> figures.percentile(50));
		add("p99 ms", logs, (figures) -> figures.percentile(99));
		add("p99.9 ms", logs, (figures) -> figures.percentile(99.9));
	}

	void addKills(Map<Technique, RoundLog> logs) {
		add("kill loads", logs, Figures::loads);
		add("kill longest ms", logs, Figures::longest);
		add("kill unanswered", logs, Figures::unanswered);
	}

	private void add(String title, Map<Technique, RoundLog> logs, Function<Figures, String> figure) {
		this.titles.add(title);
		logs.forEach((technique, log) -> this.cells.computeIfAbsent(technique, (absent) -> new ArrayList<>())
			.add(figure.apply(new Figures(log))));
	}

	@Override
	public String toString() {
		MarkdownTable table = new MarkdownTable(row("technique", this.titles));
		this.cells.forEach((technique, row) -> table.add(row(technique.title(), row)));
		return table.toString();
	}

	private static String[] row(String first, List<String> others) {
		return Stream.concat(Stream.of(first), others.stream()).toArray(String[]::new);
	}

}
