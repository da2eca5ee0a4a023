package io.github.memcachedspring.annotation;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.cache.interceptor.NamedCacheResolver;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.memcachedspring.annotation.RecordingCacheManager.timesToLive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * That a user's configuration of the cache aspect stays in force.
 */
class CachingConfigurerTests {

	private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

	@Test
	void reachesTheResolverOfACachingConfigurer() {
		assertThatDefaultReachesSecond(ConfigurerWithResolver.class);
	}

	@Test
	void reachesTheManagerOfACachingConfigurer() {
		assertThatDefaultReachesSecond(ConfigurerWithManager.class);
	}

	@Test
	void keepsTheErrorHandlerOfACachingConfigurer() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(OneManager.class,
				ConfigurerWithErrorHandler.class, Unnamed.class)) {
			context.getBean(Unnamed.class).find("a");
			assertThat(context.getBean(CacheInterceptor.class).getErrorHandler())
				.isInstanceOf(LoggingCacheErrorHandler.class);
			assertThat(timesToLive(context, "cacheManager")).containsExactly(TEN_MINUTES);
		}
	}

	@Test
	void acceptsOurResolverAsThatOfACachingConfigurer() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(OneManager.class,
				ConfigurerWithOurResolver.class, Unnamed.class)) {
			context.getBean(Unnamed.class).find("a");
			assertThat(timesToLive(context, "cacheManager")).containsExactly(TEN_MINUTES);
		}
	}

	@Test
	void failsLikeSpringWhenThereAreSeveralManagersAndNoPrimaryOne() {
		assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
			.isThrownBy(() -> CacheTtlInfrastructure.start(NoPrimary.class, Unnamed.class))
			.withMessageContaining("no CacheResolver specified");
	}

	private void assertThatDefaultReachesSecond(Class<?> configurer) {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class, configurer,
				Unnamed.class)) {
			context.getBean(Unnamed.class).find("a");
			assertThat(timesToLive(context, "second")).containsExactly(TEN_MINUTES);
			assertThat(timesToLive(context, "first")).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class NoPrimary {

		@Bean
		RecordingCacheManager first() {
			return new RecordingCacheManager();
		}

		@Bean
		RecordingCacheManager second() {
			return new RecordingCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfigurerWithResolver {

		@Bean
		CachingConfigurer configurer(@Qualifier("second") CacheManager manager) {
			return new CachingConfigurer() {

				@Override
				public CacheResolver cacheResolver() {
					return new NamedCacheResolver(manager, "books");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfigurerWithOurResolver {

		@Bean
		CachingConfigurer configurer(InvocationCacheResolver resolver) {
			return new CachingConfigurer() {

				@Override
				public CacheResolver cacheResolver() {
					return resolver;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfigurerWithManager {

		@Bean
		CachingConfigurer configurer(@Qualifier("second") CacheManager manager) {
			return new CachingConfigurer() {

				@Override
				public CacheManager cacheManager() {
					return manager;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfigurerWithErrorHandler {

		@Bean
		CachingConfigurer configurer() {
			return new CachingConfigurer() {

				@Override
				public LoggingCacheErrorHandler errorHandler() {
					return new LoggingCacheErrorHandler();
				}

			};
		}

	}

}
