package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of atomic updates and counters. Both are created when they are first
 * asked for, so that who does without them needs nothing that they need.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { MemcachedAutoConfiguration.class, MemcachedCacheAutoConfiguration.class })
@ConditionalOnBean(MemcachedOperations.class)
@EnableConfigurationProperties({ MemcachedAtomicProperties.class, MemcachedCacheProperties.class })
@Import(CacheSettingsConfiguration.class)
public final class MemcachedAtomicAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	AtomicUpdateTemplate atomicUpdateTemplate(MemcachedOperations operations, CacheConfigurationFactory configurations,
			MemcachedAtomicProperties properties, ObjectProvider<MemcachedCacheManager> cacheManagers) {
		return new AtomicFactory(properties).template(operations, configurations,
				CacheFinder.ofDefault(cacheManagers, "enable caching, or use 'on(MemcachedCache)'"));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	MemcachedCounters memcachedCounters(MemcachedOperations operations, CacheConfigurationFactory configurations,
			MemcachedAtomicProperties properties) {
		return new AtomicFactory(properties).counters(operations, configurations.keyPrefix());
	}

}
