package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.discovery.NodeDiscovery;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import net.rubyeye.xmemcached.MemcachedClient;
import org.jspecify.annotations.Nullable;

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
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesMemcachedConnectionDetails(properties, sslBundles.getIfAvailable());
	}

	@Bean(destroyMethod = "close")
	@Conditional(DiscoveryCondition.class)
	@ConditionalOnBean(PropertiesMemcachedConnectionDetails.class)
	@ConditionalOnMissingBean(MemcachedOperations.class)
	NodeDiscovery memcachedNodeDiscovery(PropertiesMemcachedConnectionDetails connectionDetails,
			MemcachedProperties properties, Environment environment) {
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
			ObjectProvider<ClusterLayer> layers) {
		ClusterSettings settings = new ClusterSettings("memcached", properties);
		NodeDiscovery discovery = nodeDiscovery.getIfAvailable();
		XMemcachedSettings client = (discovery != null) ? settings.client(connectionDetails, discovery)
				: settings.client(connectionDetails);
		for (XMemcachedSettingsCustomizer customizer : customizers.orderedStream().toList()) {
			client = customizer.customize(client);
		}
		GuardSettings guard = settings.guard();
		List<ClusterLayer> orderedLayers = layers.orderedStream().toList();
		XMemcachedOperations engine = XMemcachedOperations.connect(client);
		MemcachedOperations operations = engine;
		for (ClusterLayer layer : orderedLayers) {
			operations = layer.on(operations, client.getTimeout());
		}
		GuardedOperations guarded = new GuardedOperations(operations, () -> close(discovery, engine), guard,
				(discovery != null) ? settings.disagreement() : Duration.ZERO);
		engine.addListener(guarded);
		if (discovery != null) {
			discovery.follow(engine::setNodes);
		}
		return guarded;
	}

	private static void close(@Nullable NodeDiscovery discovery, XMemcachedOperations engine) {
		if (discovery != null) {
			discovery.close();
		}
		engine.close();
	}

}
