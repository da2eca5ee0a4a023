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
@Import({ CacheConfigurationFactory.class, TranscoderFactory.class, JsonCodecConfiguration.class })
public final class MemcachedAtomicAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	AtomicUpdateTemplate atomicUpdateTemplate(MemcachedOperations operations, CacheConfigurationFactory configurations,
			MemcachedAtomicProperties properties, ObjectProvider<MemcachedCacheManager> cacheManagers) {
		AtomicSettings settings = new AtomicSettings(properties);
		AtomicUpdateTemplate.Builder builder = AtomicUpdateTemplate
			.builder(operations, configurations.defaults().getTranscoder())
			.keyPrefix(configurations.keyPrefix())
			.timeToLive(settings.timeToLive())
			.retry(settings.retry())
			.caches(new CacheFinder(cacheManagers, "enable caching, or use 'on(MemcachedCache)'")::find);
		return (properties.isOperationIds() ? builder.operationIds() : builder).build();
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	MemcachedCounters memcachedCounters(MemcachedOperations operations, CacheConfigurationFactory configurations,
			MemcachedAtomicProperties properties) {
		AtomicSettings settings = new AtomicSettings(properties);
		return MemcachedCounters.builder(operations)
			.keyPrefix(configurations.keyPrefix())
			.timeToLive(settings.timeToLive())
			.retry(settings.retry())
			.build();
	}

}
