package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.Connections;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

/**
 * Application contexts as the starter makes them.
 */
final class TestContexts {

	private TestContexts() {
	}

	/**
	 * All that the starter configures, and Spring Boot's own cache. The timeout is for
	 * machines that have other things to do.
	 */
	static ApplicationContextRunner with(MemcachedNode node) {
		return withoutServers().withPropertyValues("memcached.servers=" + node, "memcached.timeout=5s");
	}

	/** For those that are found. */
	static ApplicationContextRunner withoutServers() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(MemcachedAutoConfiguration.class, MemcachedCacheAutoConfiguration.class,
						MemcachedCacheTtlAutoConfiguration.class, MemcachedAtomicAutoConfiguration.class,
						MemcachedClustersAutoConfiguration.class, MemcachedMigrationAutoConfiguration.class,
						MemcachedWarmUpAutoConfiguration.class, CacheAutoConfiguration.class));
	}

	static ApplicationContextRunner withCaching(MemcachedNode node) {
		return with(node).withUserConfiguration(Caching.class);
	}

	/**
	 * With the package of the tests as that of the application, and with connections to
	 * all servers that run.
	 */
	static ApplicationContextRunner withTrust(MemcachedNode node) {
		return withCaching(node).withUserConfiguration(Application.class);
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class Application {

		@EventListener
		void awaitConnections(ContextRefreshedEvent event) {
			Connections.awaitWhereThere(event.getApplicationContext());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
