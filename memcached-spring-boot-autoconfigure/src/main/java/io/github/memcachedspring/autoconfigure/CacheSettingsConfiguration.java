package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.cache.TtlFunction;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * The settings of the primary cluster's caches. Lazy, since an application that only
 * connects needs none, and perhaps no Jackson.
 */
@Configuration(proxyBeanMethods = false)
@Import(JsonCodecConfiguration.class)
class CacheSettingsConfiguration {

	@Bean
	@Lazy
	CacheConfigurationFactory memcachedCacheConfigurationFactory(MemcachedCacheProperties properties,
			Environment environment, TranscoderFactory transcoders, ObjectProvider<TtlFunction> ttlFunction) {
		return new CacheConfigurationFactory(CacheConfigurationFactory.ROOT, properties, environment, transcoders,
				ttlFunction.getIfAvailable(() -> TtlFunction.NONE));
	}

	@Bean
	@Lazy
	TranscoderFactory memcachedTranscoderFactory(MemcachedCacheProperties properties, BeanFactory beanFactory,
			ResourceLoader resourceLoader, ObjectProvider<JsonCodecFactory> jsonCodecFactory) {
		return new TranscoderFactory(CacheConfigurationFactory.ROOT, properties, beanFactory,
				resourceLoader.getClassLoader(), jsonCodecFactory);
	}

}
