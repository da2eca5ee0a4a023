package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.client.MemcachedNode;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the memcached cluster is. Declared as a bean it takes the place of
 * {@code memcached.servers}.
 *
 * @since 0.1.0
 */
public interface MemcachedConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the nodes of the cluster. Their names decide which keys they hold.
	 * @return at least one node
	 */
	List<MemcachedNode> getNodes();

}
