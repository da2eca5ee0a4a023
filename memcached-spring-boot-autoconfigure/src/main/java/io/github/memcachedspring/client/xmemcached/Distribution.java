package io.github.memcachedspring.client.xmemcached;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.util.Assert;

/**
 * Which node holds which key. Clients that share a cluster must agree on it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Distribution {

	/**
	 * Returns where a key is, whether that node can be reached or not.
	 * @param wireKey the key as it is sent
	 * @return the node's place in the list of nodes, from 0
	 */
	int indexOf(byte[] wireKey);

	/**
	 * Returns ketama's consistent hashing with 160 points per node.
	 * @param names what the points are made of, in the order of the nodes. This library
	 * takes {@code host:port}; xmemcached and spymemcached take {@code host/address:port}
	 * for nodes that are given by name
	 * @return the distribution
	 */
	static Distribution ketama(List<String> names) {
		return new KetamaRing(names)::indexOf;
	}

	/**
	 * Returns the remainder of {@link String#hashCode()}, which xmemcached and
	 * spymemcached use unless they are told otherwise. The order of the nodes counts.
	 * @param nodes how many nodes there are, at least 1
	 * @return the distribution
	 */
	static Distribution modulo(int nodes) {
		Assert.isTrue(nodes > 0, () -> "'nodes' must be positive: %d".formatted(nodes));
		return (wireKey) -> Integer.remainderUnsigned(new String(wireKey, StandardCharsets.UTF_8).hashCode(), nodes);
	}

}
