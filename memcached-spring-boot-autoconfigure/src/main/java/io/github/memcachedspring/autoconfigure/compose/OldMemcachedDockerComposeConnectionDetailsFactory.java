package io.github.memcachedspring.autoconfigure.compose;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.autoconfigure.OldMemcachedConnectionDetails;

/**
 * Takes services with the label {@code memcached-old} as the cluster that the application
 * comes from.
 */
final class OldMemcachedDockerComposeConnectionDetailsFactory
		extends ComposedClusterFactory<OldMemcachedConnectionDetails> {

	OldMemcachedDockerComposeConnectionDetailsFactory() {
		super("memcached-old");
	}

	@Override
	OldMemcachedConnectionDetails details(MemcachedConnectionDetails cluster) {
		return new OldMemcachedConnectionDetails(cluster);
	}

}
