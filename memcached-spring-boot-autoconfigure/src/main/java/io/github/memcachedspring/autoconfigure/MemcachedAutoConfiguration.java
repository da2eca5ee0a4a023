package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
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
		return new PropertiesMemcachedConnectionDetails(properties, sslBundles.getIfAvailable());
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(MemcachedOperations.class)
	GuardedOperations memcachedOperations(MemcachedConnectionDetails connectionDetails, MemcachedProperties properties,
			ObjectProvider<XMemcachedSettingsCustomizer> customizers, ObjectProvider<ClusterLayer> layers) {
		ClusterSettings settings = new ClusterSettings("memcached", properties);
		XMemcachedSettings client = settings.client(connectionDetails);
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
		GuardedOperations guarded = new GuardedOperations(operations, engine::close, guard);
		engine.addListener(guarded);
		return guarded;
	}

}
