package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.annotation.InvocationCacheResolver;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when {@link MemcachedCacheAutoConfiguration} provides the cache manager, and
 * with which caches.
 */
@ExtendWith(MemcachedServerExtension.class)
class MemcachedCacheAutoConfigurationTests {

	private final MemcachedServer server;

	private final ApplicationContextRunner runner;

	MemcachedCacheAutoConfigurationTests(MemcachedServer server) {
		this.server = server;
		this.runner = TestContexts.withCaching(server.node());
	}

	@Test
	void providesTheCacheManager() {
		this.runner.run((context) -> {
			assertThat(context).getBeans(CacheManager.class).containsOnlyKeys("cacheManager");
			assertThat(context).hasSingleBean(MemcachedCacheManager.class);
			assertThat(context).hasSingleBean(InvocationCacheResolver.class);
		});
	}

	@Test
	void providesNothingButTheClientUnlessCachingIsEnabled() {
		TestContexts.with(this.server.node()).run((context) -> {
			assertThat(context).hasSingleBean(MemcachedOperations.class);
			assertThat(context).doesNotHaveBean(CacheManager.class);
			assertThat(context).doesNotHaveBean(InvocationCacheResolver.class);
		});
	}

	@Test
	void leavesOtherTypesToSpringBoot() {
		assertThatManagerIs(NoOpCacheManager.class, "spring.cache.type=none");
		assertThatManagerIs(ConcurrentMapCacheManager.class, "spring.cache.type=simple");
	}

	@Test
	void acceptsItsOwnType() {
		assertThatManagerIs(MemcachedCacheManager.class, "spring.cache.type=memcached");
	}

	@Test
	void leavesTheCacheToSpringBootWhenSwitchedOff() {
		assertThatManagerIs(ConcurrentMapCacheManager.class, "memcached.cache.enabled=false");
		assertThatManagerIs(MemcachedCacheManager.class, "memcached.cache.enabled=true");
	}

	private void assertThatManagerIs(Class<? extends CacheManager> type, String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasSingleBean(MemcachedOperations.class);
			assertThat(context).getBean(CacheManager.class).isExactlyInstanceOf(type);
		});
	}

	@Test
	void createsCachesAsTheyAreAskedFor() {
		this.runner.run((context) -> {
			CacheManager manager = context.getBean(CacheManager.class);
			assertThat(manager.getCacheNames()).isEmpty();
			assertThat(manager.getCache("on-the-fly")).isNotNull();
			assertThat(manager.getCacheNames()).containsExactly("on-the-fly");
		});
	}

	@Test
	void createsTheNamedCachesAndNoOthers() {
		this.runner.withPropertyValues("spring.cache.cache-names=one,two").run((context) -> {
			CacheManager manager = context.getBean(CacheManager.class);
			assertThat(manager.getCacheNames()).containsExactly("one", "two");
			assertThat(manager.getCache("three")).isNull();
		});
	}

	@Test
	void createsConfiguredCachesInAdditionToTheNamedOnes() {
		this.runner
			.withPropertyValues("spring.cache.cache-names[0]=one", "memcached.cache.caches.two.time-to-live=10m",
					"memcached.cache.caches[a.b].time-to-live=10m")
			.run((context) -> {
				CacheManager manager = context.getBean(CacheManager.class);
				assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("one", "two", "a.b");
				assertThat(manager.getCache("three")).isNull();
			});
	}

	@Test
	void stillCreatesOtherCachesWhenSomeAreOnlyConfigured() {
		this.runner.withPropertyValues("memcached.cache.caches.two.time-to-live=10m").run((context) -> {
			CacheManager manager = context.getBean(CacheManager.class);
			assertThat(manager.getCacheNames()).containsExactly("two");
			assertThat(manager.getCache("three")).isNotNull();
		});
	}

	@Test
	void backsOffBeforeACacheManagerOfTheApplication() {
		this.runner.withBean("mine", CacheManager.class, ConcurrentMapCacheManager::new).run((context) -> {
			assertThat(context).getBeans(CacheManager.class).containsOnlyKeys("mine");
			assertThat(context.getBean(CacheAspectSupport.class).getCacheOperationSource())
				.isExactlyInstanceOf(AnnotationCacheOperationSource.class);
		});
	}

	@Test
	void backsOffBeforeACacheResolverOfTheApplication() {
		this.runner.withUserConfiguration(OwnResolver.class)
			.run((context) -> assertThat(context).doesNotHaveBean(CacheManager.class));
	}

	@Test
	void staysTheDefaultBesideAManagerThatIsNoCandidate() {
		this.runner.withUserConfiguration(SecondManager.class, Books.class).run((context) -> {
			assertThat(context.getBean("cacheManager")).isInstanceOf(MemcachedCacheManager.class);
			Books books = context.getBean(Books.class);
			assertThat(books.inMemcached("1")).isEqualTo("1");
			assertThat(books.inMap("2")).isEqualTo("2");
			assertThat(names(context, "cacheManager")).containsExactly("default-books");
			assertThat(names(context, "mapManager")).containsExactly("map-books");
		});
	}

	@Test
	void servesInvocationsOfAMemcachedManagerThatTheApplicationDeclares() {
		assertThatTimesToLiveAreKept("concrete", OwnMemcachedManager.class);
		assertThatTimesToLiveAreKept("abstract", OwnManager.class);
	}

	private void assertThatTimesToLiveAreKept(String isbn, Class<?> configuration) {
		this.runner.withUserConfiguration(configuration, TimedBooks.class).run((context) -> {
			assertThat(context).getBeans(CacheManager.class).containsOnlyKeys("mine");
			Connections.await(context);
			context.getBean(TimedBooks.class).find(isbn);
			assertThat(Wire.remainingSeconds(this.server, "own:c:books:s=" + isbn)).isBetween(80, 100);
		});
	}

	private static Iterable<String> names(AssertableApplicationContext context, String manager) {
		return context.getBean(manager, CacheManager.class).getCacheNames();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResolver implements CachingConfigurer {

		@Bean
		@Override
		public CacheResolver cacheResolver() {
			return new SimpleCacheResolver(new NoOpCacheManager());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondManager {

		@Bean(defaultCandidate = false)
		ConcurrentMapCacheManager mapManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMemcachedManager {

		@Bean
		MemcachedCacheManager mine(MemcachedOperations operations) {
			return MemcachedCacheManager
				.builder(operations,
						MemcachedCacheConfiguration
							.of(Transcoder.of(ObjectCodec.jdk(TrustedTypes.jdkOnly(), null), Compression.defaults())))
				.keyPrefix("own")
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		CacheManager mine(MemcachedOperations operations) {
			return new OwnMemcachedManager().mine(operations);
		}

	}

	static class TimedBooks {

		@Cacheable("books")
		@CacheTtl("100s")
		String find(String isbn) {
			return isbn;
		}

	}

	static class Books {

		@Cacheable("default-books")
		String inMemcached(String isbn) {
			return isbn;
		}

		@Cacheable(cacheNames = "map-books", cacheManager = "mapManager")
		String inMap(String isbn) {
			return isbn;
		}

	}

}
