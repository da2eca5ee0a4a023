package io.github.memcachedspring.lease.fleet;

import java.util.List;
import java.util.stream.IntStream;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.MemcachedNode;

/**
 * Instances of one application that share a database and a memcached.
 *
 * @param <L> type of the cached bean
 */
final class Fleet<L> implements AutoCloseable {

	private final List<Instance<L>> instances;

	private Fleet(List<Instance<L>> instances) {
		this.instances = instances;
	}

	/** Starts instances whose cached bean is created with the database. */
	static <L> Fleet<L> start(int size, MemcachedNode node, Class<L> library, Database database, String... properties) {
		return new Fleet<>(IntStream.range(0, size)
			.mapToObj((i) -> new Instance<>(node, library, database, List.of(properties)))
			.toList());
	}

	static Fleet<Library> start(int size, MemcachedNode node, Database database, String... properties) {
		return start(size, node, Library.class, database, properties);
	}

	int size() {
		return this.instances.size();
	}

	/** Returns one of the instances, counted around and around. */
	Instance<L> instance(int index) {
		return this.instances.get(index % this.instances.size());
	}

	L library(int index) {
		return instance(index).library();
	}

	MemcachedCache cache(int index, String name) {
		return instance(index).cache(name);
	}

	@Override
	public void close() {
		Threads.awaitAll(this.instances.stream().map((instance) -> Threads.start(instance::close)).toList());
	}

}
