package io.github.memcachedspring.warmup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.cache.CacheFiller;
import io.github.memcachedspring.cache.FillResult;

/**
 * Stores values that come with their keys, many at a time.
 */
final class StoreFilling implements Filling {

	private final WarmerContext context;

	private final CacheFiller.ValueStore store;

	StoreFilling(WarmerContext context, CacheFiller.ValueStore store) {
		this.context = context;
		this.store = store;
	}

	@Override
	public boolean fill(List<?> entries) throws InterruptedException {
		Map<Object, Object> values = new LinkedHashMap<>();
		for (Object entry : entries) {
			values.put(((Map.Entry<?, ?>) entry).getKey(), ((Map.Entry<?, ?>) entry).getValue());
		}
		Map<FillResult, Integer> results = this.store.store(values);
		while (this.context.isOutage(results, values.size())) {
			if (!this.context.waitOut()) {
				return false;
			}
			results = this.store.store(values);
		}
		results.merge(FillResult.PRESENT, entries.size() - values.size(), Integer::sum);
		this.context.progress().add(results);
		return !results.containsKey(FillResult.CLEARED);
	}

}
