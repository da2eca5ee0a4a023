package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

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
			.caches((name) -> cache(name, cacheManagers.getIfUnique()));
		return (properties.isOperationIds() ? builder.operationIds() : builder).build();
	}

	private static MemcachedCache cache(String name, @Nullable MemcachedCacheManager cacheManager) {
		if (cacheManager == null) {
			throw new IllegalStateException(("There is no single MemcachedCacheManager to find cache '%s' with;"
					+ " enable caching, or use 'on(MemcachedCache)'")
				.formatted(name));
		}
		if (cacheManager.getCache(name) instanceof MemcachedCache cache) {
			return cache;
		}
		throw new IllegalStateException(
				"There is no cache '%s'; there are %s".formatted(name, cacheManager.getCacheNames()));
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
