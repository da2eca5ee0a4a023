package io.github.memcachedspring.annotation;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.memcachedspring.annotation.RecordingCacheManager.timesToLive;
import static org.assertj.core.api.Assertions.assertThat;

class InvocationCacheResolverInstallerTests {

	private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

	@Test
	void reachesEveryAspectWithItsOwnManager() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class,
				SecondAspect.class, Unnamed.class)) {
			ProxyFactory factory = new ProxyFactory(new Unnamed());
			factory.setProxyTargetClass(true);
			factory.addAdvice(context.getBean("secondAspect", CacheInterceptor.class));
			((Unnamed) factory.getProxy()).find("a");
			assertThat(timesToLive(context, "second")).containsExactly(TEN_MINUTES);
			assertThat(timesToLive(context, "first")).isEmpty();
			context.getBean(Unnamed.class).find("a");
			assertThat(timesToLive(context, "first")).containsExactly(TEN_MINUTES);
		}
	}

	@Test
	void isNotInstalledTwice() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(OneManager.class,
				Unnamed.class)) {
			Object source = context.getBean(CacheInterceptor.class).getCacheOperationSource();
			context.getBean(InvocationCacheResolverInstaller.class).afterSingletonsInstantiated();
			assertThat(context.getBean(CacheInterceptor.class).getCacheOperationSource()).isSameAs(source);
		}
	}

	@Test
	void reachesMethodsThatWereCalledBeforeItWasInstalled() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(OneManager.class, Unnamed.class,
				EarlyCaller.class)) {
			context.getBean(Unnamed.class).find("late");
			assertThat(timesToLive(context, "cacheManager")).containsExactly(null, TEN_MINUTES);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondAspect {

		@Bean
		CacheInterceptor secondAspect(@Qualifier("second") CacheManager manager) {
			CacheInterceptor interceptor = new CacheInterceptor();
			interceptor.setCacheManager(manager);
			interceptor.setCacheOperationSource(new AnnotationCacheOperationSource());
			return interceptor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyCaller {

		@Bean
		SmartInitializingSingleton earlyCaller(Unnamed bean) {
			return () -> bean.find("early");
		}

	}

}
