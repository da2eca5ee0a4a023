package io.github.memcachedspring.annotation;

import java.time.Duration;

import io.github.memcachedspring.annotation.Finders.AnnotatedClass;
import io.github.memcachedspring.annotation.Finders.AnnotatedClassOfAnnotatedMethod;
import io.github.memcachedspring.annotation.Finders.AnnotatedInterface;
import io.github.memcachedspring.annotation.Finders.AnnotatedMethod;
import io.github.memcachedspring.annotation.Finders.AnnotatedSubclass;
import io.github.memcachedspring.annotation.Finders.Composed;
import io.github.memcachedspring.annotation.Finders.Finder;
import io.github.memcachedspring.annotation.Finders.ImplementsAnnotatedInterface;
import io.github.memcachedspring.annotation.Finders.ImplementsAnnotatedMethod;
import io.github.memcachedspring.annotation.Finders.ImplementsGeneric;
import io.github.memcachedspring.annotation.Finders.OverridesAnnotatedMethod;
import io.github.memcachedspring.annotation.Finders.OverridesWithComposed;
import io.github.memcachedspring.annotation.Finders.Subclass;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.memcachedspring.annotation.CacheTtlInfrastructure.startWithOneManager;
import static io.github.memcachedspring.annotation.Finders.storedTimeToLive;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the annotation is found.
 */
class CacheTtlLookupTests {

	@Test
	void findsTheInterfaceMethodThroughJdkProxy() {
		try (AnnotationConfigApplicationContext context = startWithOneManager(ImplementsAnnotatedMethod.class)) {
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Finder.class))).isTrue();
			assertThat(storedTimeToLive(context)).isEqualTo(Duration.ofMinutes(1));
		}
	}

	@Test
	void findsTheInterfaceMethodThroughClassProxy() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(ClassProxies.class,
				ImplementsAnnotatedMethod.class)) {
			assertThat(AopUtils.isCglibProxy(context.getBean(Finder.class))).isTrue();
			assertThat(storedTimeToLive(context)).isEqualTo(Duration.ofMinutes(1));
		}
	}

	@Test
	void prefersTheTargetMethodToTheInterfaceMethod() {
		assertThat(storedTimeToLive(OverridesAnnotatedMethod.class)).isEqualTo(Duration.ofMinutes(2));
	}

	@Test
	void prefersAComposedAnnotationOnTheTargetMethodToTheInterfaceMethod() {
		assertThat(storedTimeToLive(OverridesWithComposed.class)).isEqualTo(Duration.ofMinutes(3));
	}

	@Test
	void prefersTheInterfaceMethodToTheClass() {
		assertThat(storedTimeToLive(AnnotatedClassOfAnnotatedMethod.class)).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void findsTheInterface() {
		assertThat(storedTimeToLive(ImplementsAnnotatedInterface.class)).isEqualTo(Duration.ofMinutes(4));
	}

	@Test
	void findsTheClass() {
		assertThat(storedTimeToLive(AnnotatedClass.class)).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void findsTheSuperclass() {
		assertThat(storedTimeToLive(Subclass.class)).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void prefersTheSubclassForInheritedMethods() {
		assertThat(storedTimeToLive(AnnotatedSubclass.class)).isEqualTo(Duration.ofMinutes(6));
	}

	@Test
	void findsTheGenericMethodOfAnInterface() {
		assertThat(storedTimeToLive(ImplementsGeneric.class)).isEqualTo(Duration.ofMinutes(7));
	}

	@Test
	void findsComposedAnnotationsWithTheirOwnAttributes() {
		assertThat(storedTimeToLive(Composed.class)).isEqualTo(Duration.ofMinutes(8));
	}

	@Test
	void findsTheInterfaceMethodWhenTheTargetDoesNotImplementIt() {
		assertThat(storedTimeToLive(MethodRepositories.class)).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void findsTheInterfaceWhenTheTargetDoesNotImplementIt() {
		assertThat(storedTimeToLive(InterfaceRepositories.class)).isEqualTo(Duration.ofMinutes(4));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class ClassProxies {

		@Bean
		RecordingCacheManager cacheManager() {
			return new RecordingCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MethodRepositories {

		@Bean
		AnnotatedMethod repository() {
			return FrameworkRepository.proxy(AnnotatedMethod.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceRepositories {

		@Bean
		AnnotatedInterface repository() {
			return FrameworkRepository.proxy(AnnotatedInterface.class);
		}

	}

	/**
	 * The target of a repository's proxy: it has some of the methods, not the interface.
	 */
	static class FrameworkRepository {

		public String find(String isbn) {
			return isbn;
		}

		static <T> T proxy(Class<T> type) {
			ProxyFactory factory = new ProxyFactory(new FrameworkRepository());
			factory.addInterface(type);
			factory.addAdvice((MethodInterceptor) (invocation) -> "book");
			return type.cast(factory.getProxy());
		}

	}

}
