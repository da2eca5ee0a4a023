package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.chaos.ChaosOperations;
import io.github.memcachedspring.client.chaos.MemcachedChaos;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Trouble on order, if it is asked for, and not in production unless that is asked for
 * too.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("memcached.chaos.enabled")
@EnableConfigurationProperties(MemcachedChaosProperties.class)
class ChaosConfiguration {

	private static final Log logger = LogFactory.getLog(ChaosConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	MemcachedChaos memcachedChaos(MemcachedChaosProperties properties) {
		return properties.toChaos();
	}

	@Bean
	@Order(ClusterLayer.CHAOS_ORDER)
	ClusterLayer chaosLayer(MemcachedChaos chaos, MemcachedChaosProperties properties, Environment environment) {
		checkProduction(properties, environment);
		return (engine, cluster, timeout) -> new ChaosOperations(engine, chaos, timeout);
	}

	private static void checkProduction(MemcachedChaosProperties properties, Environment environment) {
		String sign = ProductionSigns.find(environment);
		if (sign == null) {
			return;
		}
		if (!properties.isAllowInProduction()) {
			throw new ChaosInProductionException(sign);
		}
		logger.warn("Commands to memcached can be disturbed in production (%s), as 'memcached.chaos.enabled' and "
			.formatted(sign) + "'memcached.chaos.allow-in-production' say");
	}

}
