package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Reads everything from the properties.
 */
final class PropertiesMemcachedConnectionDetails implements MemcachedConnectionDetails {

	private final String prefix;

	private final List<MemcachedNode> nodes;

	private final MemcachedClusterProperties properties;

	private final @Nullable SslBundles sslBundles;

	/**
	 * Creates the details.
	 * @param prefix what the names of the properties begin with, for example
	 * {@code memcached}
	 * @param properties the properties
	 * @param sslBundles where SSL bundles are found, if there are any
	 */
	PropertiesMemcachedConnectionDetails(String prefix, MemcachedClusterProperties properties,
			@Nullable SslBundles sslBundles) {
		this.prefix = prefix;
		this.properties = properties;
		this.sslBundles = sslBundles;
		this.nodes = isDiscovered(properties) ? List.of() : nodes(properties.getServers());
	}

	/**
	 * Creates the details of a cluster whose servers have no default.
	 * @param prefix what the names of the properties begin with
	 * @param properties the properties
	 * @param sslBundles where SSL bundles are found, if there are any
	 * @param missing what to say if neither servers nor an endpoint are set
	 */
	static PropertiesMemcachedConnectionDetails ofFurtherCluster(String prefix, MemcachedClusterProperties properties,
			@Nullable SslBundles sslBundles, String missing) {
		MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((entries) -> {
			entries.put(prefix + ".servers", properties.getServers().isEmpty() ? null : properties.getServers());
			entries.put(prefix + ".discovery.endpoint", properties.getDiscovery().getEndpoint());
		});
		if (properties.getServers().isEmpty() && !isDiscovered(properties)) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".servers", "", missing);
		}
		return new PropertiesMemcachedConnectionDetails(prefix, properties, sslBundles);
	}

	static boolean isDiscovered(MemcachedClusterProperties properties) {
		return StringUtils.hasText(properties.getDiscovery().getEndpoint());
	}

	private List<MemcachedNode> nodes(List<String> servers) {
		if (servers.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(property("servers"), "",
					"At least one server is needed, for example 'localhost:11211'. "
							+ "To do without memcached set 'memcached.cache.enabled' to 'false'.");
		}
		List<MemcachedNode> nodes = servers.stream().map(this::parse).toList();
		if (nodes.stream().distinct().count() < nodes.size()) {
			throw new InvalidConfigurationPropertyValueException(property("servers"), String.join(",", servers),
					"A server is named twice. Name each one once.");
		}
		return nodes;
	}

	private String property(String name) {
		return this.prefix + "." + name;
	}

	private MemcachedNode parse(String server) {
		try {
			return MemcachedNode.parse(server);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property("servers"), server, ex.getMessage(), ex);
		}
	}

	@Override
	public List<MemcachedNode> getNodes() {
		return this.nodes;
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.getUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.getPassword();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		MemcachedClusterProperties.Ssl ssl = this.properties.getSsl();
		if (!ssl.isEnabled()) {
			return null;
		}
		String name = ssl.getBundle();
		if (!StringUtils.hasLength(name)) {
			return SslBundle.systemDefault();
		}
		if (this.sslBundles == null) {
			throw new InvalidConfigurationPropertyValueException(property("ssl.bundle"), name,
					"There is no 'SslBundles' bean. Spring Boot's 'SslAutoConfiguration' declares it.");
		}
		return this.sslBundles.getBundle(name);
	}

}
