package io.github.memcachedspring.annotation;

import java.util.Map;
import java.util.function.Consumer;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The beans as an auto-configuration declares them, with {@link RecordingCache} in the
 * place of memcached.
 */
@Configuration(proxyBeanMethods = false)
class CacheTtlInfrastructure {

	@Bean
	static CacheTtlSource cacheTtlSource(ConfigurableListableBeanFactory beanFactory) {
		return new CacheTtlSource(beanFactory);
	}

	@Bean(InvocationCacheResolver.BEAN_NAME)
	static InvocationCacheResolver cacheResolver(ConfigurableListableBeanFactory beanFactory,
			CacheTtlSource timesToLive) {
		return new InvocationCacheResolver(beanFactory, timesToLive, RecordingCacheManager.class, RecordingCache.VIEW);
	}

	@Bean
	static InvocationCacheResolverInstaller cacheResolverInstaller(ConfigurableListableBeanFactory beanFactory,
			InvocationCacheResolver resolver) {
		return new InvocationCacheResolverInstaller(beanFactory, resolver);
	}

	@Bean
	static CacheTtlValidator cacheTtlValidator(ObjectProvider<CacheTtlSource> timesToLive,
			ObjectProvider<CacheAspectSupport> aspects) {
		return new CacheTtlValidator(timesToLive, aspects);
	}

	/**
	 * Starts a context with this infrastructure and the given classes.
	 */
	static AnnotationConfigApplicationContext start(Class<?>... classes) {
		return start(Map.of(), (context) -> context.register(classes));
	}

	static AnnotationConfigApplicationContext start(Map<String, Object> properties,
			Consumer<AnnotationConfigApplicationContext> beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		beans.accept(context);
		context.register(CacheTtlInfrastructure.class);
		try {
			context.refresh();
			return context;
		}
		catch (RuntimeException ex) {
			context.close();
			throw ex;
		}
	}

	/**
	 * Starts a context with caching, one manager and the given classes.
	 */
	static AnnotationConfigApplicationContext startWithOneManager(Class<?>... classes) {
		return start(Map.of(), (context) -> {
			context.register(OneManager.class);
			context.register(classes);
		});
	}

	/**
	 * Returns why something is refused; fails if it is not.
	 */
	static InvalidCacheTtlException refused(ThrowingCallable start) {
		Throwable thrown = catchThrowable(start);
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidCacheTtlException refused) {
				return refused;
			}
		}
		throw new AssertionError("Not refused", thrown);
	}

}
