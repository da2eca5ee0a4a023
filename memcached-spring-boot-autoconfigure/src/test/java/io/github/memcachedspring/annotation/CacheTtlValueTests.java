package io.github.memcachedspring.annotation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.annotation.Finders.AnnotatedClass;
import io.github.memcachedspring.annotation.Finders.Finder;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static io.github.memcachedspring.annotation.CacheTtlInfrastructure.startWithOneManager;
import static io.github.memcachedspring.annotation.Finders.storedTimeToLive;
import static io.github.memcachedspring.annotation.RecordingCacheManager.timesToLive;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the value may be, and when it is resolved.
 */
class CacheTtlValueTests {

	@Test
	void worksForLazyPrototypeAndScopedBeans() {
		try (AnnotationConfigApplicationContext context = startWithOneManager(Scopes.class)) {
			for (String name : List.of("lazy", "prototype", "scoped")) {
				context.getBean(name, AnnotatedClass.class).find(name);
			}
			assertThat(timesToLive(context, "cacheManager")).hasSize(3).containsOnly(Duration.ofMinutes(5));
		}
	}

	@Test
	void worksWhenAllBeansAreLazy() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(Map.of(), (beans) -> {
			beans.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
			beans.register(OneManager.class, AnnotatedClass.class);
		})) {
			assertThat(storedTimeToLive(context)).isEqualTo(Duration.ofMinutes(5));
		}
	}

	@Test
	void resolvesPlaceholders() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(Map.of("books.ttl", "90m"),
				(beans) -> beans.register(OneManager.class, Placeholder.class))) {
			assertThat(storedTimeToLive(context)).isEqualTo(Duration.ofMinutes(90));
		}
	}

	@Test
	void resolvesExpressionsOnce() {
		try (AnnotationConfigApplicationContext context = startWithOneManager(TimesToLive.class, Expression.class)) {
			context.getBean(Finder.class).find("a");
			context.getBean(Finder.class).find("b");
			assertThat(timesToLive(context, "cacheManager")).containsExactly(Duration.ofMinutes(1),
					Duration.ofMinutes(1));
		}
	}

	@Test
	void readsIsoDurationsAndKeepsFractionsAboveOneSecond() {
		assertThat(storedTimeToLive(Fraction.class)).isEqualTo(Duration.ofMillis(1500));
	}

	static class Placeholder implements Finder {

		@Override
		@Cacheable("books")
		@CacheTtl("${books.ttl}")
		public String find(String isbn) {
			return isbn;
		}

	}

	static class Expression implements Finder {

		@Override
		@Cacheable("books")
		@CacheTtl("#{timesToLive.next()}")
		public String find(String isbn) {
			return isbn;
		}

	}

	static class Fraction implements Finder {

		@Override
		@Cacheable("books")
		@CacheTtl("PT1.5S")
		public String find(String isbn) {
			return isbn;
		}

	}

	@Configuration("timesToLive")
	static class TimesToLive {

		private final AtomicInteger asked = new AtomicInteger();

		public Duration next() {
			return Duration.ofMinutes(this.asked.incrementAndGet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class Scopes {

		@Bean
		@Lazy
		AnnotatedClass lazy() {
			return new AnnotatedClass();
		}

		@Bean
		@Scope("prototype")
		AnnotatedClass prototype() {
			return new AnnotatedClass();
		}

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		AnnotatedClass scoped() {
			return new AnnotatedClass();
		}

	}

}
