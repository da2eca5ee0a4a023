package io.github.memcachedspring.annotation;

import java.util.Map;
import java.util.concurrent.Callable;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;

import static io.github.memcachedspring.annotation.CacheTtlInfrastructure.refused;
import static io.github.memcachedspring.annotation.CacheTtlInfrastructure.startWithOneManager;
import static org.assertj.core.api.Assertions.assertThat;

class CacheTtlValidatorTests {

	private static final String BOOKS = Books.class.getName() + ".find(String)";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "10x | '10x' is not a duration", "ten minutes | 'ten minutes' is not a duration",
					"1h30m | '1h30m' is not a duration",
					"9223372036854775807d | '9223372036854775807d' is not a duration",
					"0s | the time to live must be at least 1 s, but '0s' is PT0S",
					"500ms | the time to live must be at least 1 s, but '500ms' is PT0.5S",
					"600 | the time to live must be at least 1 s, but '600' is PT0.6S",
					"-1m | the time to live must be at least 1 s, but '-1m' is PT-1M",
					"#{null} | the time to live must not be empty", "\"\" | the time to live must not be empty",
					"#{noSuchBean} | the value cannot be resolved: " })
	void refusesTheValueAtStart(String value, String reason) {
		InvalidCacheTtlException ex = refused(() -> startWith(value, Books.class));
		assertThat(ex.getLocation()).isEqualTo(BOOKS);
		assertThat(ex.getValue()).isEqualTo("${books.ttl}");
		assertThat(ex.getReason()).startsWith(reason);
		assertThat(ex).hasMessageStartingWith("Invalid @CacheTtl(\"${books.ttl}\") on '" + BOOKS + "': ")
			.hasMessageContaining("Set a duration such as '30s'");
	}

	@Test
	void refusesAPlaceholderWithoutProperty() {
		InvalidCacheTtlException ex = refused(() -> startWithOneManager(Books.class));
		assertThat(ex.getReason()).isEqualTo("'${books.ttl}' is not a duration (is the property set?)");
	}

	@Test
	void refusesAPlaceholderWithoutPropertyWhenPlaceholdersAreStrict() {
		InvalidCacheTtlException ex = refused(() -> startWithOneManager(Books.class, StrictPlaceholders.class));
		assertThat(ex.getReason()).contains("cannot be resolved").contains("books.ttl");
	}

	@Test
	void refusesTheValueOfAClass() {
		InvalidCacheTtlException ex = refused(() -> startWithOneManager(WrongClass.class));
		assertThat(ex.getLocation()).isEqualTo(WrongClass.class.getName());
	}

	@Test
	void refusesTheValueOfAnInterfaceMethod() {
		InvalidCacheTtlException ex = refused(() -> startWithOneManager(ImplementsWrong.class));
		assertThat(ex.getLocation()).isEqualTo(Wrong.class.getName() + ".call()");
	}

	@Test
	void refusesTheValueOfAnInterfaceThatOnlyTheProxyHas() {
		InvalidCacheTtlException ex = refused(() -> startWithOneManager(Repositories.class));
		assertThat(ex.getLocation()).isEqualTo(Wrong.class.getName() + ".call()");
	}

	@Test
	void refusesTheValueOfALazyBeanWhenItIsCreated() {
		try (AnnotationConfigApplicationContext context = startWithOneManager(LazyBeans.class)) {
			InvalidCacheTtlException ex = refused(() -> context.getBean(WrongClass.class));
			assertThat(ex.getLocation()).isEqualTo(WrongClass.class.getName());
		}
	}

	private static AnnotationConfigApplicationContext startWith(String value, Class<?> bean) {
		return CacheTtlInfrastructure.start(Map.of("books.ttl", value),
				(context) -> context.register(OneManager.class, bean));
	}

	static class Books {

		@Cacheable("books")
		@CacheTtl("${books.ttl}")
		public String find(String isbn) {
			return isbn;
		}

	}

	@CacheTtl("10x")
	static class WrongClass {

		@Cacheable("books")
		public String find(String isbn) {
			return isbn;
		}

	}

	interface Wrong extends Callable<String> {

		@Override
		@Cacheable("books")
		@CacheTtl("10x")
		String call();

	}

	static class ImplementsWrong implements Wrong {

		@Override
		public String call() {
			return "book";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeans {

		@Bean
		@Lazy
		WrongClass wrong() {
			return new WrongClass();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StrictPlaceholders {

		@Bean
		static PropertySourcesPlaceholderConfigurer placeholders() {
			return new PropertySourcesPlaceholderConfigurer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Repositories {

		@Bean
		Wrong repository() {
			ProxyFactory factory = new ProxyFactory(new Object());
			factory.addInterface(Wrong.class);
			factory.addAdvice((MethodInterceptor) (invocation) -> "book");
			return (Wrong) factory.getProxy();
		}

	}

}
