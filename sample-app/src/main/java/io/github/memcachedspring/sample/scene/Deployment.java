package io.github.memcachedspring.sample.scene;

import java.util.HashMap;
import java.util.Map;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedMigrationAutoConfiguration;
import io.github.memcachedspring.autoconfigure.embedded.EmbeddedMemcachedAutoConfiguration;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.sample.memcached.LocalMemcachedConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * The shop deployed once more, for a new cluster: as much of it as the starter makes of
 * some properties. The new cluster is {@value #NEW_SERVERS}, or else a server that starts
 * and ends with the deployment.
 */
final class Deployment implements AutoCloseable {

	static final String NEW_SERVERS = "sample.new-servers";

	private static final String LOCAL_SERVER = "sample.memcached";

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private Deployment(Map<String, Object> properties) {
		// Nothing else: variables such as MEMCACHED_SERVERS are for the shop itself.
		AbstractEnvironment environment = new AbstractEnvironment() {
		};
		environment.getPropertySources().addFirst(new MapPropertySource("deployment", properties));
		this.context.setEnvironment(environment);
		this.context.register(Shop.class);
		this.context.refresh();
	}

	/**
	 * Deploys it.
	 * @param shop environment of the shop that runs already
	 * @param properties what is set in addition
	 * @return the running deployment
	 */
	static Deployment start(Environment shop, Map<String, String> properties) {
		Map<String, Object> all = new HashMap<>(properties);
		all.put("memcached.cache.key-prefix", Instances.KEY_PREFIX);
		all.put(LOCAL_SERVER, shop.getProperty(LOCAL_SERVER, "auto"));
		String newServers = shop.getProperty(NEW_SERVERS, "");
		if (!newServers.isBlank()) {
			all.put("memcached.servers", newServers);
		}
		return new Deployment(all);
	}

	/** Returns the new cluster, with the old one behind it in a migration. */
	MemcachedOperations memcached() {
		return this.context.getBean(MemcachedOperations.class);
	}

	/** Returns what knows how far the migration has got, if there is one. */
	MigrationController migration() {
		return this.context.getBean(MigrationController.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Import(LocalMemcachedConfiguration.class)
	@ImportAutoConfiguration({ EmbeddedMemcachedAutoConfiguration.class, MemcachedAutoConfiguration.class,
			MemcachedMigrationAutoConfiguration.class })
	static class Shop {

	}

}
