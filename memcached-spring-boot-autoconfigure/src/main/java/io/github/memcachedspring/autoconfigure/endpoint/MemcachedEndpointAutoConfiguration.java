package io.github.memcachedspring.autoconfigure.endpoint;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedMigrationAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedWarmUpAutoConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.warmup.CacheWarmUp;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the Actuator endpoint {@code memcached}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { MemcachedAutoConfiguration.class, MemcachedCacheAutoConfiguration.class,
		MemcachedMigrationAutoConfiguration.class, MemcachedWarmUpAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(MemcachedEndpoint.class)
@ConditionalOnBean(MemcachedOperations.class)
public final class MemcachedEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MemcachedEndpoint memcachedEndpoint(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<MemcachedCluster> clusters, ObjectProvider<MigrationController> migration,
			ObjectProvider<CacheWarmUp> warmUp) {
		return new MemcachedEndpoint(clusters,
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, MemcachedCacheManager.class),
				migration, warmUp);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = MemcachedEndpoint.class, exposure = EndpointExposure.WEB)
	MemcachedEndpointWebExtension memcachedEndpointWebExtension(MemcachedEndpoint endpoint) {
		return new MemcachedEndpointWebExtension(endpoint);
	}

}
