package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of memcached as the Spring cache. Comes before Spring Boot's own
 * choice of a provider, which {@code spring.cache.type} gives back to it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MemcachedAutoConfiguration.class, before = CacheAutoConfiguration.class)
@ConditionalOnClass({ CacheManager.class, CacheManagerCustomizers.class })
@ConditionalOnBean({ CacheAspectSupport.class, MemcachedOperations.class })
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@ConditionalOnProperty(name = "spring.cache.type", havingValue = "memcached", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "memcached.cache.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MemcachedCacheProperties.class)
@Import({ CacheSettingsConfiguration.class, CacheManagerFactory.class })
public final class MemcachedCacheAutoConfiguration {

	@Bean
	MemcachedCacheManager cacheManager(MemcachedOperations operations, CacheConfigurationFactory configurations,
			CacheManagerFactory managers, Environment environment,
			ObjectProvider<MemcachedCacheManagerBuilderCustomizer> builderCustomizers,
			ObjectProvider<CacheManagerCustomizer<?>> managerCustomizers) {
		MemcachedCacheManager.Builder builder = managers.builder(operations, configurations);
		// Bound by hand: the class that Boot binds it with would refuse
		// 'spring.cache.type: memcached'.
		List<String> names = Binder.get(environment)
			.bind("spring.cache.cache-names", Bindable.listOf(String.class))
			.orElse(List.of());
		builder.cacheNames(names).fixedNames(!names.isEmpty());
		builderCustomizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return new CacheManagerCustomizers(managerCustomizers.orderedStream().toList()).customize(builder.build());
	}

}
