package io.github.memcachedspring.autoconfigure.embedded;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.test.Connections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactories;
import org.springframework.test.context.ContextCustomizerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that is configured with servers that are not there.
 */
class AutoConfigureEmbeddedMemcachedTests {

	@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = Application.class,
			properties = { "memcached.servers=127.0.0.1:1", "memcached.timeout=5s" })
	@AutoConfigureEmbeddedMemcached
	abstract static class ApplicationTests {

		@Autowired
		EmbeddedMemcached memcached;

		@Autowired
		Books books;

		@BeforeEach
		void beginWithAnEmptyServer(@Autowired ApplicationContext context) {
			Connections.await(context);
			this.memcached.flushAll();
		}

	}

	@Nested
	class OfAnApplication extends ApplicationTests {

		@Test
		void takesThePlaceOfTheServers(@Autowired MemcachedConnectionDetails details) {
			assertThat(details.getNodes()).hasToString("[" + this.memcached.address() + "]");
			assertThat(this.books.find("emma")).isEqualTo(this.books.find("emma"));
		}

		@Test
		void movesTheClockSoThatEntriesExpire() {
			int first = this.books.find("emma");
			// The jitter takes a tenth of the hour at most.
			this.memcached.clock().advance(Duration.ofMinutes(50));
			assertThat(this.books.find("emma")).isEqualTo(first);
			this.memcached.clock().advance(Duration.ofMinutes(10));
			assertThat(this.books.find("emma")).isGreaterThan(first);
		}

	}

	@Nested
	class WithFaults extends ApplicationTests {

		@RepeatedTest(2)
		void beginWithoutThoseOfTheTestBefore() {
			assertThat(this.memcached.faults().newConnections().areRefused()).isFalse();
			this.memcached.faults().newConnections().refuse();
		}

	}

	@Nested
	class OfAnotherClass extends ApplicationTests {

		@Test
		void sharesTheServerWithTheContext(@Autowired ApplicationContext context) {
			assertThat(context.getBeansOfType(EmbeddedMemcached.class)).hasSize(1);
		}

		@Nested
		class ThatIsNested {

			@Test
			void usesItToo(@Autowired EmbeddedMemcached same, @Autowired MemcachedConnectionDetails details) {
				assertThat(same).isSameAs(OfAnotherClass.this.memcached);
				assertThat(details.getNodes()).hasToString("[" + same.address() + "]");
			}

		}

	}

	@Nested
	@Import(OwnServers.class)
	@ContextCustomizerFactories(OtherFactory.class)
	class OfAnApplicationWithConnectionDetails extends ApplicationTests {

		@Test
		void takesTheirPlace() {
			assertThat(this.books.find("emma")).isEqualTo(this.books.find("emma"));
		}

	}

	@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = Application.class,
			properties = "memcached.timeout=5s")
	@Nested
	class WithoutAnyServersTheDependencyIsEnough {

		@Test
		void startsAServer(@Autowired EmbeddedMemcached memcached, @Autowired Books books,
				@Autowired ApplicationContext context) {
			Connections.await(context);
			int first = books.find("emma");
			assertThat(books.find("emma")).isEqualTo(first);
			memcached.flushAll();
			assertThat(books.find("emma")).isGreaterThan(first);
		}

	}

	@Test
	void letsTestsShareTheirContexts() {
		ContextCustomizerFactory factory = new EmbeddedMemcachedContextCustomizerFactory();
		ContextCustomizer customizer = factory.createContextCustomizer(OfAnApplication.class, List.of());
		assertThat(factory.createContextCustomizer(OfAnotherClass.class, List.of())).isEqualTo(customizer)
			.hasSameHashCodeAs(customizer);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		Books books() {
			return new Books();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnServers {

		@Bean
		MemcachedConnectionDetails ownServers() {
			return () -> List.of(new MemcachedNode("127.0.0.1", 2));
		}

	}

	static class Books {

		private final AtomicInteger searches = new AtomicInteger();

		@Cacheable("books")
		public int find(String title) {
			return this.searches.incrementAndGet();
		}

	}

	/** Customizes nothing; the application's own must not take the place of ours. */
	static class OtherFactory implements ContextCustomizerFactory {

		@Override
		public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
				List<ContextConfigurationAttributes> configAttributes) {
			return null;
		}

	}

}
