package io.github.memcachedspring.sample.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the README and the dashboard say of meters.
 */
final class DocumentedMeters {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| `((?:cache|memcached)\\.[a-z.]+)` \\| (counter|gauge|gauge, seconds|timer) \\| ([^|]+) \\|");

	/** What there may be of a timer, beside what there must be. */
	private static final List<String> FURTHER_OF_TIMERS = List.of("_seconds_max", "_seconds_bucket");

	private static final Map<String, List<String>> SUFFIXES = Map.of("counter", List.of("_total"), "gauge", List.of(""),
			"gauge, seconds", List.of("_seconds"), "timer", List.of("_seconds_count", "_seconds_sum"));

	private DocumentedMeters() {
	}

	/** Returns the rows of the table. */
	static List<Row> rows() {
		return ROW.matcher(read("README.md"))
			.results()
			.map((row) -> new Row(row.group(1), row.group(2), tags(row.group(3))))
			.toList();
	}

	private static Set<String> tags(String cell) {
		return Pattern.compile("`([^`]+)`")
			.matcher(cell)
			.results()
			.map((tag) -> tag.group(1).replace('.', '_'))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** Returns the queries of the dashboard. */
	static List<String> queries() {
		return Pattern.compile("\"(?:expr|definition)\": \"((?:[^\"\\\\]|\\\\.)*)\"")
			.matcher(read("docs/grafana-dashboard.json"))
			.results()
			.map((query) -> query.group(1))
			.toList();
	}

	/** Returns the names in a query, which all have a selector. */
	static Set<String> names(String query) {
		Matcher names = Pattern.compile("\\b((?:cache|memcached)_\\w+)\\{").matcher(query);
		return names.results().map((name) -> name.group(1)).collect(Collectors.toSet());
	}

	private static String read(String file) {
		try {
			return Files.readString(ROOT.resolve(file));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A row of the table.
	 *
	 * @param meter name of the meter
	 * @param type its type
	 * @param tags the tags as Prometheus has them
	 */
	record Row(String meter, String type, Set<String> tags) {

		Set<String> series() {
			return names(SUFFIXES.getOrDefault(this.type, List.of()).stream());
		}

		Set<String> possibleSeries() {
			Stream<String> further = this.type.equals("timer") ? FURTHER_OF_TIMERS.stream() : Stream.empty();
			return names(Stream.concat(SUFFIXES.getOrDefault(this.type, List.of()).stream(), further));
		}

		private Set<String> names(Stream<String> suffixes) {
			return suffixes.map((suffix) -> this.meter.replace('.', '_') + suffix).collect(Collectors.toSet());
		}

	}

}
