package io.github.memcachedspring.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedMigrationAutoConfiguration;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.health.MemcachedHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of memcached: one indicator, or one per cluster under
 * the cluster's name if there are several.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { MemcachedAutoConfiguration.class, MemcachedMigrationAutoConfiguration.class })
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(MemcachedCluster.class)
@ConditionalOnEnabledHealthIndicator("memcached")
@EnableConfigurationProperties(MemcachedHealthProperties.class)
public final class MemcachedHealthContributorAutoConfiguration
		extends CompositeHealthContributorConfiguration<MemcachedHealthIndicator, MemcachedCluster> {

	MemcachedHealthContributorAutoConfiguration(MemcachedHealthProperties properties) {
		super((cluster) -> new MemcachedHealthIndicator(cluster, properties.getTimeout(),
				properties.getMinimumNodesUp()));
		check(properties);
	}

	private static void check(MemcachedHealthProperties properties) {
		if (properties.getTimeout().toMillis() < 1) {
			throw new InvalidConfigurationPropertyValueException("memcached.health.timeout", properties.getTimeout(),
					"Must be at least 1ms, for example '1s'.");
		}
		if (properties.getMinimumNodesUp() < 0) {
			throw new InvalidConfigurationPropertyValueException("memcached.health.minimum-nodes-up",
					properties.getMinimumNodesUp(),
					"Must not be negative. '1' is down when no server answers, '0' never.");
		}
	}

	@Bean
	@ConditionalOnMissingBean(name = { "memcachedHealthIndicator", "memcachedHealthContributor" })
	HealthContributor memcachedHealthContributor(ObjectProvider<MemcachedCluster> clusters) {
		Map<String, MemcachedCluster> byName = new LinkedHashMap<>();
		clusters.orderedStream().forEach((cluster) -> byName.put(cluster.name(), cluster));
		return createContributor(byName);
	}

}
