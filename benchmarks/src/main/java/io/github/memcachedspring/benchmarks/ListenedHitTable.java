package io.github.memcachedspring.benchmarks;

import java.util.List;
import java.util.Locale;

import io.github.memcachedspring.benchmarks.support.MarkdownTable;
import org.jspecify.annotations.Nullable;

/**
 * Results of {@link ListenedHitBenchmark}: what those who listen add. Comparisons are of
 * the best iterations.
 */
final class ListenedHitTable {

	private static final String COMMAND = "command";

	private final List<HitCost> costs;

	ListenedHitTable(List<HitCost> costs) {
		this.costs = costs;
	}

	MarkdownTable table() {
		MarkdownTable table = new MarkdownTable("hit", "who listens", "median ns", "best ns", "bytes", "adds ns",
				"adds bytes", "/ nobody");
		add(table, "`get(key)` through the guard", "cacheGet");
		add(table, "the command alone", COMMAND);
		return table;
	}

	private void add(MarkdownTable table, String title, String method) {
		HitCost plain = find(method, Listener.NONE);
		for (Listener listener : Listener.values()) {
			HitCost cost = find(method, listener);
			if (cost != null) {
				HitCost reference = (listener != Listener.NONE) ? plain : null;
				table.add(title, listener.title(), HitCost.rounded(cost.medianNanos()),
						HitCost.rounded(cost.bestNanos()), HitCost.rounded(cost.bytes()),
						(reference != null) ? HitCost.rounded(cost.bestNanos() - reference.bestNanos()) : "",
						(reference != null) ? HitCost.rounded(cost.bytes() - reference.bytes()) : "",
						(reference != null)
								? String.format(Locale.ROOT, "%.2f", cost.bestNanos() / reference.bestNanos()) : "");
			}
		}
	}

	/**
	 * Returns whether a command allocates for observations that nobody hears. Within a
	 * hit that cannot be told: what the compiler does away with differs from run to run.
	 */
	boolean allocatesForNobody() {
		HitCost plain = find(COMMAND, Listener.NONE);
		HitCost unheard = find(COMMAND, Listener.UNHEARD);
		return plain != null && unheard != null && unheard.bytes() - plain.bytes() >= 1;
	}

	private @Nullable HitCost find(String method, Listener listener) {
		return this.costs.stream()
			.filter((cost) -> cost.isOf(ListenedHitBenchmark.class, method)
					&& cost.has("listener", listener.parameter()))
			.findFirst()
			.orElse(null);
	}

}
