package io.github.memcachedspring.autoconfigure.testcontainers;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;

/**
 * Takes containers with an image of memcached, or of this name, as the cluster of the
 * application.
 */
final class MemcachedContainerConnectionDetailsFactory extends ContainerClusterFactory<MemcachedConnectionDetails> {

	MemcachedContainerConnectionDetailsFactory() {
		super("memcached", "bitnami/memcached", "bitnamilegacy/memcached");
	}

	@Override
	MemcachedConnectionDetails details(MemcachedConnectionDetails cluster) {
		return cluster;
	}

}
