package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.Collection;

import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.CacheWarmer;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the warm-up of caches, for applications that declare
 * {@link CacheWarmer warmers} or have the old cluster of a migration copied.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { MemcachedAutoConfiguration.class, MemcachedMigrationAutoConfiguration.class,
		MemcachedCacheAutoConfiguration.class })
@ConditionalOnBean({ CacheWarmer.class, MemcachedOperations.class })
@ConditionalOnBooleanProperty(name = "memcached.warm-up.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ MemcachedWarmUpProperties.class, MemcachedCacheProperties.class })
@Import(CacheSettingsConfiguration.class)
public final class MemcachedWarmUpAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CacheWarmUp cacheWarmUp(MemcachedOperations operations, CacheConfigurationFactory configurations,
			MemcachedWarmUpProperties properties, ObjectProvider<MemcachedCacheManager> cacheManagers,
			ObjectProvider<CacheWarmer<?>> warmers, ListableBeanFactory beanFactory) {
		CacheFinder caches = CacheFinder.ofDefault(cacheManagers, "enable caching");
		return CacheWarmUp.builder(operations, (name) -> isElsewhere(beanFactory) ? null : caches.find(name))
			.managedCaches((manager, name) -> isElsewhere(beanFactory) ? null
					: CacheFinder.of(beanFactory, manager, "enable caching").find(name))
			.keyPrefix(configurations.keyPrefix())
			.settings(new WarmUpRules(properties).settings())
			.warmers(warmers.orderedStream().toList())
			.build();
	}

	/** Whether nothing is cached in memcached, as in tests with caching off. */
	private static boolean isElsewhere(ListableBeanFactory beanFactory) {
		Collection<CacheManager> managers = beanFactory.getBeansOfType(CacheManager.class).values();
		return !managers.isEmpty() && managers.stream().noneMatch(MemcachedCacheManager.class::isInstance);
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "memcached.warm-up.on-start", matchIfMissing = true)
	StartUpWarmUp memcachedStartUpWarmUp(CacheWarmUp warmUp, MemcachedWarmUpProperties properties,
			ApplicationContext context) {
		return new StartUpWarmUp(warmUp, context,
				properties.isGateReadiness() ? new WarmUpRules(properties).deadline() : Duration.ZERO);
	}

}
