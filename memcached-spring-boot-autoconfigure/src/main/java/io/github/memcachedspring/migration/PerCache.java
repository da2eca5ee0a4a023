package io.github.memcachedspring.migration;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

/**
 * Something for each cache on each node. Mostly asked for the same one again.
 *
 * @param <T> type of that
 */
final class PerCache<T> {

	private final BiFunction<KeySpace, MemcachedNode, T> creator;

	private final Map<CacheOnNode, T> values = new HashMap<>();

	private @Nullable CacheOnNode last;

	private @Nullable T lastValue;

	PerCache(BiFunction<KeySpace, MemcachedNode, T> creator) {
		this.creator = creator;
	}

	T get(KeySpace space, MemcachedNode node) {
		CacheOnNode before = this.last;
		T value = this.lastValue;
		if (before != null && value != null && before.space() == space && before.node() == node) {
			return value;
		}
		CacheOnNode cache = new CacheOnNode(space, node);
		value = this.values.computeIfAbsent(cache, (missing) -> this.creator.apply(space, node));
		this.last = cache;
		this.lastValue = value;
		return value;
	}

	void forEach(BiConsumer<KeySpace, T> action) {
		this.values.forEach((cache, value) -> action.accept(cache.space(), value));
	}

	private record CacheOnNode(KeySpace space, MemcachedNode node) {

	}

}
