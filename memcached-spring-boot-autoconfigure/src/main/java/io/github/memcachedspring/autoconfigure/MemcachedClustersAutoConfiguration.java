package io.github.memcachedspring.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of further clusters, each with operations, a cache manager, atomic
 * updates and counters of its own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MemcachedAutoConfiguration.class)
@ConditionalOnClass(name = "net.rubyeye.xmemcached.MemcachedClient")
@EnableConfigurationProperties({ MemcachedProperties.class, MemcachedAtomicProperties.class })
@Import({ JsonCodecConfiguration.class, CacheManagerFactory.class, FurtherClusterRegistrar.class })
public final class MemcachedClustersAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(CacheAspectSupport.class)
	@Import(FurtherCacheManagerRegistrar.class)
	static class CacheManagersConfiguration {

	}

}
