package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.MemcachedOperations;

/**
 * A cluster some of whose verbs a test changes.
 */
class Decorated extends OneCluster {

	Decorated(MemcachedOperations cluster) {
		super(cluster);
	}

}
