package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.client.MemcachedNode;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Reads the nodes from the properties.
 */
final class PropertiesMemcachedConnectionDetails implements MemcachedConnectionDetails {

	private static final String PROPERTY = "memcached.servers";

	private final List<MemcachedNode> nodes;

	PropertiesMemcachedConnectionDetails(MemcachedProperties properties) {
		List<String> servers = properties.getServers();
		if (servers.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(PROPERTY, "",
					"At least one server is needed, for example 'localhost:11211'. "
							+ "To do without memcached set 'memcached.cache.enabled' to 'false'.");
		}
		this.nodes = servers.stream().map(PropertiesMemcachedConnectionDetails::parse).toList();
		if (this.nodes.stream().distinct().count() < this.nodes.size()) {
			throw new InvalidConfigurationPropertyValueException(PROPERTY, String.join(",", servers),
					"A server is named twice. Name each one once.");
		}
	}

	private static MemcachedNode parse(String server) {
		try {
			return MemcachedNode.parse(server);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PROPERTY, server, ex.getMessage(), ex);
		}
	}

	@Override
	public List<MemcachedNode> getNodes() {
		return this.nodes;
	}

}
