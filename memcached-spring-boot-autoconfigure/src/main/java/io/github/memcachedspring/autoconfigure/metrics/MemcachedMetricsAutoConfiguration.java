package io.github.memcachedspring.autoconfigure.metrics;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheAutoConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.metrics.MemcachedCacheMeterBinderProvider;
import io.github.memcachedspring.metrics.RemovableMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration of meters, for applications with a {@link MeterRegistry}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { MemcachedAutoConfiguration.class, MemcachedCacheAutoConfiguration.class },
		before = CacheMetricsAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class MemcachedMetricsAutoConfiguration {

	/**
	 * Removes meters after registries that are beans have published for the last time.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RemovableMeters memcachedMeters() {
		return new RemovableMeters();
	}

	@Bean
	static MetersOfBeans metersOfMemcachedBeans(RemovableMeters memcachedMeters,
			ObjectProvider<MemcachedCluster> clusters) {
		return new MetersOfBeans(memcachedMeters, clusters);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CacheMeterBinderProvider.class)
	static class OfCaches {

		@Bean
		MemcachedCacheMeterBinderProvider memcachedCacheMeterBinderProvider(RemovableMeters memcachedMeters) {
			return new MemcachedCacheMeterBinderProvider(memcachedMeters);
		}

		@Bean
		MetersOfLaterCaches metersOfLaterMemcachedCaches(ListableBeanFactory beanFactory,
				ObjectProvider<CacheMetricsRegistrar> registrar) {
			return new MetersOfLaterCaches(() -> beanFactory.getBeansOfType(MemcachedCacheManager.class), registrar);
		}

	}

}
