package io.github.memcachedspring.benchmarks.support;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Aligned text that is also a table in Markdown. The first column is aligned to the left,
 * the others to the right.
 *
 * @since 0.1.0
 */
public final class MarkdownTable {

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * Creates a table without rows.
	 * @param titles titles of the columns
	 */
	public MarkdownTable(String... titles) {
		this.rows.add(List.of(titles));
	}

	/**
	 * Adds a row.
	 * @param cells as many as there are titles
	 */
	public void add(String... cells) {
		this.rows.add(List.of(cells));
	}

	/**
	 * Returns whether there is anything to print.
	 * @return whether there is no row
	 */
	public boolean isEmpty() {
		return this.rows.size() == 1;
	}

	@Override
	public String toString() {
		int[] widths = IntStream.range(0, this.rows.get(0).size())
			.map((column) -> this.rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0))
			.toArray();
		StringBuilder text = new StringBuilder(line(this.rows.get(0), widths));
		text.append(line(IntStream.range(0, widths.length)
			.mapToObj((column) -> (column == 0) ? "-".repeat(widths[0]) : "-".repeat(widths[column] - 1) + ":")
			.toList(), widths));
		this.rows.stream().skip(1).forEach((row) -> text.append(line(row, widths)));
		return text.toString();
	}

	private static String line(List<String> row, int[] widths) {
		return IntStream.range(0, widths.length)
			.mapToObj((column) -> (column == 0) ? "%%-%ds".formatted(widths[0]).formatted(row.get(0))
					: "%%%ds".formatted(widths[column]).formatted(row.get(column)))
			.collect(Collectors.joining(" | ", "| ", " |\n"));
	}

}
