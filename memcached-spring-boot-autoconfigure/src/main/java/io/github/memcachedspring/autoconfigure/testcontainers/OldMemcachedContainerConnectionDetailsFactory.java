package io.github.memcachedspring.autoconfigure.testcontainers;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.autoconfigure.OldMemcachedConnectionDetails;

/**
 * Takes containers of the name {@code memcached-old} as the cluster that the application
 * comes from.
 */
final class OldMemcachedContainerConnectionDetailsFactory
		extends ContainerClusterFactory<OldMemcachedConnectionDetails> {

	OldMemcachedContainerConnectionDetailsFactory() {
		super("memcached-old");
	}

	@Override
	OldMemcachedConnectionDetails details(MemcachedConnectionDetails cluster) {
		return new OldMemcachedConnectionDetails(cluster);
	}

}
