package io.github.memcachedspring.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells each listener of each cache once, whichever of the two comes first.
 */
final class CreatedCaches {

	private final List<MemcachedCache> caches = new ArrayList<>();

	private final List<Consumer<MemcachedCache>> listeners = new ArrayList<>();

	synchronized void add(MemcachedCache cache) {
		this.caches.add(cache);
		this.listeners.forEach((listener) -> listener.accept(cache));
	}

	synchronized void addListener(Consumer<MemcachedCache> listener) {
		this.listeners.add(listener);
		this.caches.forEach(listener);
	}

}
