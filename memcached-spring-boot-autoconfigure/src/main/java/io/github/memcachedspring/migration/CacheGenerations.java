package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.generation.Generations;

/**
 * The generations of all caches on a cluster.
 */
final class CacheGenerations {

	private final MemcachedOperations operations;

	private final Duration propagation;

	private final Map<KeySpace, Generations> bySpace = new ConcurrentHashMap<>();

	CacheGenerations(MemcachedOperations operations, Duration propagation) {
		this.operations = operations;
		this.propagation = propagation;
	}

	/** Returns those of the cache that a space, of entries or of records, belongs to. */
	Generations of(KeySpace space) {
		Generations known = this.bySpace.get(space);
		return (known != null) ? known : create(space);
	}

	private Generations create(KeySpace space) {
		KeySpace records = KeySpace.of(space.getPrefix(), "g", space.getName());
		Generations generations = this.bySpace.computeIfAbsent(records, (missing) -> new Generations(this.operations,
				missing.getPrefix(), missing.getName(), this.propagation));
		this.bySpace.putIfAbsent(space, generations);
		return generations;
	}

}
