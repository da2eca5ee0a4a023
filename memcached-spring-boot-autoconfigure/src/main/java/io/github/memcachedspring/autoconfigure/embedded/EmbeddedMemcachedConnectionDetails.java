package io.github.memcachedspring.autoconfigure.embedded;

import java.util.List;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.embedded.EmbeddedMemcached;

/**
 * Leads to an embedded server.
 */
final class EmbeddedMemcachedConnectionDetails implements MemcachedConnectionDetails {

	private final MemcachedNode node;

	EmbeddedMemcachedConnectionDetails(EmbeddedMemcached server) {
		this.node = new MemcachedNode(server.host(), server.port());
	}

	@Override
	public List<MemcachedNode> getNodes() {
		return List.of(this.node);
	}

}
