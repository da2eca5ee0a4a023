package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardedOperations;
import net.rubyeye.xmemcached.MemcachedClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the memcached client.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(MemcachedClient.class)
@EnableConfigurationProperties(MemcachedProperties.class)
@Import(ChaosConfiguration.class)
public final class MemcachedAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(MemcachedConnectionDetails.class)
	PropertiesMemcachedConnectionDetails memcachedConnectionDetails(MemcachedProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesMemcachedConnectionDetails("memcached", properties, sslBundles.getIfAvailable());
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(MemcachedOperations.class)
	GuardedOperations memcachedOperations(MemcachedConnectionDetails connectionDetails, MemcachedProperties properties,
			ObjectProvider<XMemcachedSettingsCustomizer> customizers, ObjectProvider<ClusterLayer> layers) {
		return ClusterConnector.of(new ClusterSettings("memcached", properties), connectionDetails)
			.customized(customizers.orderedStream())
			.layers(layers.orderedStream())
			.connect();
	}

}
