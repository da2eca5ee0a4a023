package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.annotation.CacheTtlSource;
import io.github.memcachedspring.annotation.CacheTtlValidator;
import io.github.memcachedspring.annotation.InvocationCacheResolver;
import io.github.memcachedspring.annotation.InvocationCacheResolverInstaller;
import io.github.memcachedspring.cache.MemcachedCacheManager;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of {@code @CacheTtl} and of the views that cached invocations get,
 * also for memcached cache managers that the application declares itself.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { MemcachedCacheAutoConfiguration.class, MemcachedClustersAutoConfiguration.class },
		beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnClass(CacheAspectSupport.class)
@ConditionalOnBean(CacheAspectSupport.class)
@Conditional(OnAnyCacheManager.class)
public final class MemcachedCacheTtlAutoConfiguration {

	@Bean
	static CacheTtlSource memcachedCacheTtlSource(ConfigurableBeanFactory beanFactory) {
		return new CacheTtlSource(beanFactory);
	}

	@Bean(InvocationCacheResolver.BEAN_NAME)
	static InvocationCacheResolver memcachedCacheResolver(ConfigurableBeanFactory beanFactory,
			CacheTtlSource timesToLive) {
		return new InvocationCacheResolver(beanFactory, timesToLive);
	}

	/**
	 * Asks for the managers when they are there: a bean method may declare a memcached
	 * one as {@link CacheManager}, so that no condition could tell.
	 */
	@Bean
	static SmartInitializingSingleton memcachedCacheResolverInstaller(ListableBeanFactory beanFactory,
			InvocationCacheResolver resolver) {
		InvocationCacheResolverInstaller installer = new InvocationCacheResolverInstaller(beanFactory, resolver);
		return () -> {
			if (beanFactory.getBeanNamesForType(MemcachedCacheManager.class, false, false).length > 0) {
				installer.afterSingletonsInstantiated();
			}
		};
	}

	@Bean
	static CacheTtlValidator memcachedCacheTtlValidator(ObjectProvider<CacheTtlSource> timesToLive,
			ObjectProvider<CacheAspectSupport> aspects) {
		return new CacheTtlValidator(timesToLive, aspects);
	}

}
