package io.github.memcachedspring.autoconfigure.embedded;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.autoconfigure.MemcachedProperties;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration of a memcached within the application, for development and tests, if
 * no servers are configured. Each application context has a server of its own, which ends
 * with it; only DevTools' restarts of an application hand it on.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = MemcachedAutoConfiguration.class)
@ConditionalOnClass(value = EmbeddedMemcached.class, name = "net.rubyeye.xmemcached.MemcachedClient")
public final class EmbeddedMemcachedAutoConfiguration {

	@Bean
	static SmartInitializingSingleton embeddedMemcachedCleanup() {
		return RestartKeeper::closeIdle;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean({ MemcachedConnectionDetails.class, MemcachedOperations.class })
	@ConditionalOnBooleanProperty(name = "memcached.embedded.enabled", matchIfMissing = true)
	@Conditional(NoServersCondition.class)
	@EnableConfigurationProperties({ EmbeddedMemcachedProperties.class, MemcachedProperties.class })
	static class ServerConfiguration {

		private static final Log logger = LogFactory.getLog(EmbeddedMemcachedAutoConfiguration.class);

		@Bean
		HeldServer embeddedMemcachedHolder(EmbeddedMemcachedProperties server, MemcachedProperties client,
				ResourceLoader resources, Environment environment) {
			checkServers(environment);
			ServerSettings settings = ServerSettings.of(server, client);
			HeldServer held = RestartKeeper.outlives(resources.getClassLoader()) ? RestartKeeper.hold(settings)
					: HeldServer.start(settings);
			logger.info(
					"Using an embedded memcached at %s%s, for development and tests only; set 'memcached.servers' to use another"
						.formatted(held.server().address(),
								held.warm() ? " with its entries from before the restart" : ""));
			return held;
		}

		/** Conditions may have been evaluated when the application was built. */
		private static void checkServers(Environment environment) {
			String property = NoServersCondition.propertyOfServers(environment);
			if (property != null) {
				throw new InvalidConfigurationPropertyValueException(property, environment.getProperty(property),
						"The application was processed ahead of time with 'memcached.embedded.enabled', and always uses "
								+ "an embedded memcached. Process it without.");
			}
		}

		@Bean(destroyMethod = "")
		EmbeddedMemcached embeddedMemcached(HeldServer embeddedMemcachedHolder) {
			return embeddedMemcachedHolder.server();
		}

		@Bean
		EmbeddedMemcachedConnectionDetails embeddedMemcachedConnectionDetails(EmbeddedMemcached server) {
			return new EmbeddedMemcachedConnectionDetails(server);
		}

	}

}
