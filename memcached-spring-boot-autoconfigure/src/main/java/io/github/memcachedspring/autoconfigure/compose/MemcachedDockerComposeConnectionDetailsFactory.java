package io.github.memcachedspring.autoconfigure.compose;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;

/**
 * Takes services with an image of memcached as the cluster of the application. The
 * credentials that Bitnami's images take from their environment are of no use: they stand
 * for SASL, which goes with another protocol.
 */
final class MemcachedDockerComposeConnectionDetailsFactory extends ComposedClusterFactory<MemcachedConnectionDetails> {

	MemcachedDockerComposeConnectionDetailsFactory() {
		super("memcached", "bitnami/memcached", "bitnamilegacy/memcached");
	}

	@Override
	MemcachedConnectionDetails details(MemcachedConnectionDetails cluster) {
		return cluster;
	}

}
