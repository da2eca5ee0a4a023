package io.github.memcachedspring.benchmarks;

import java.util.List;
import java.util.Locale;

import io.github.memcachedspring.benchmarks.support.MarkdownTable;
import org.jspecify.annotations.Nullable;

/**
 * Results of {@link ProxyHitBenchmark}: what the proxy adds to a hit in the cache alone,
 * and how both compare with the map. Comparisons are of the best iterations.
 */
final class ProxyHitTable {

	private static final String OURS = "memcached";

	private static final String MAP = "simple";

	private final MarkdownTable table = new MarkdownTable("hit", "cache", "median ns", "best ns", "bytes",
			"proxy adds ns", "proxy adds bytes", "/ without proxy", "/ map");

	private final List<HitCost> costs;

	private ProxyHitTable(List<HitCost> costs) {
		this.costs = costs;
	}

	static MarkdownTable of(List<HitCost> costs) {
		ProxyHitTable rows = new ProxyHitTable(costs);
		for (String provider : List.of(OURS, MAP)) {
			rows.add(provider, "`get(key)`", "get", "get");
			rows.add(provider, "`@Cacheable`", "cacheable", "get");
			rows.add(provider, "`get(key, loader)`", "getWithLoader", "getWithLoader");
			rows.add(provider, "`@Cacheable(sync = true)`", "cacheableSync", "getWithLoader");
		}
		return rows.table;
	}

	private void add(String provider, String title, String method, String withoutProxy) {
		HitCost cost = find(provider, method);
		if (cost != null) {
			HitCost reference = method.equals(withoutProxy) ? null : find(provider, withoutProxy);
			HitCost map = provider.equals(MAP) ? null : find(MAP, method);
			this.table.add(title, provider.equals(OURS) ? "ours" : "map", HitCost.rounded(cost.medianNanos()),
					HitCost.rounded(cost.bestNanos()), HitCost.rounded(cost.bytes()),
					(reference != null) ? HitCost.rounded(cost.bestNanos() - reference.bestNanos()) : "",
					(reference != null) ? HitCost.rounded(cost.bytes() - reference.bytes()) : "",
					ratio(cost, reference), ratio(cost, map));
		}
	}

	private @Nullable HitCost find(String provider, String method) {
		return this.costs.stream()
			.filter((cost) -> cost.isOf(ProxyHitBenchmark.class, method) && cost.has("provider", provider))
			.findFirst()
			.orElse(null);
	}

	private static String ratio(HitCost cost, @Nullable HitCost reference) {
		return (reference != null) ? String.format(Locale.ROOT, "%.2f", cost.bestNanos() / reference.bestNanos()) : "";
	}

}
