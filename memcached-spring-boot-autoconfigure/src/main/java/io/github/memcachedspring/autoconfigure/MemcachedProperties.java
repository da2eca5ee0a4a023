package io.github.memcachedspring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of the connection to memcached.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached")
public class MemcachedProperties extends MemcachedClusterProperties {

	/**
	 * Settings of further clusters by name. Names have lower-case letters, digits and
	 * dashes. What is not set for the caches of a cluster is as 'memcached.cache' says.
	 */
	private final Map<String, Cluster> clusters = new LinkedHashMap<>();

	public Map<String, Cluster> getClusters() {
		return this.clusters;
	}

	/**
	 * A further cluster. Its servers have no default.
	 */
	public static class Cluster extends MemcachedClusterProperties {

		@NestedConfigurationProperty
		private final MemcachedCacheProperties cache = new MemcachedCacheProperties();

		public Cluster() {
			setServers(new ArrayList<>());
		}

		public MemcachedCacheProperties getCache() {
			return this.cache;
		}

	}

}
