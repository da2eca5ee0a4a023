package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.discovery.NodeDiscovery;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import net.rubyeye.xmemcached.MemcachedClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

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
			ObjectProvider<SslBundles> sslBundles, Environment environment) {
		SixhoursProperties.check(environment);
		return new PropertiesMemcachedConnectionDetails("memcached", properties, sslBundles.getIfAvailable());
	}

	@Bean(destroyMethod = "close")
	@Conditional(DiscoveryCondition.class)
	@ConditionalOnBean(PropertiesMemcachedConnectionDetails.class)
	@ConditionalOnMissingBean(MemcachedOperations.class)
	@Nullable NodeDiscovery memcachedNodeDiscovery(PropertiesMemcachedConnectionDetails connectionDetails,
			MemcachedProperties properties, Environment environment) {
		if (!PropertiesMemcachedConnectionDetails.isDiscovered(properties)) {
			return null;
		}
		BindResult<List<String>> servers = Binder.get(environment)
			.bind("memcached.servers", Bindable.listOf(String.class));
		MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((entries) -> {
			entries.put("memcached.servers", servers.orElse(null));
			entries.put(DiscoveryCondition.ENDPOINT, properties.getDiscovery().getEndpoint());
		});
		return NodeDiscovery.start(new ClusterSettings("memcached", properties).discovery(connectionDetails));
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(MemcachedOperations.class)
	GuardedOperations memcachedOperations(MemcachedConnectionDetails connectionDetails, MemcachedProperties properties,
			ObjectProvider<NodeDiscovery> nodeDiscovery, ObjectProvider<XMemcachedSettingsCustomizer> customizers,
			ObjectProvider<ClusterLayer> layers, Environment environment, ListableBeanFactory beanFactory) {
		AheadOfTime.checkMigration(environment, beanFactory);
		return ClusterConnector
			.of(MemcachedCluster.PRIMARY, new ClusterSettings("memcached", properties), connectionDetails,
					nodeDiscovery.getIfAvailable())
			.customized(customizers.orderedStream())
			.layers(layers.orderedStream())
			.connect();
	}

	@Bean
	@ConditionalOnBean(value = GuardedOperations.class, name = "memcachedOperations")
	MemcachedCluster primaryMemcachedCluster(GuardedOperations memcachedOperations) {
		return new MemcachedCluster(MemcachedCluster.PRIMARY, memcachedOperations);
	}

}
