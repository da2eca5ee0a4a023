package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.cache.TtlFunction;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.PropertyNamingStrategies;

import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the beans by which an application changes what is configured.
 */
@ExtendWith(MemcachedServerExtension.class)
class CustomizationTests {

	private final MemcachedServer server;

	private final ApplicationContextRunner runner;

	CustomizationTests(MemcachedServer server) {
		this.server = server;
		this.runner = TestContexts.withTrust(server.node());
	}

	@Test
	void buildersOfTheManagerAreCustomizedAfterThePropertiesAndInOrder() {
		this.runner.withUserConfiguration(BuilderCustomizers.class)
			.withPropertyValues("memcached.cache.jitter=0.2", "memcached.cache.key-prefix=properties")
			.run((context) -> {
				MemcachedCacheManager manager = context.getBean(MemcachedCacheManager.class);
				assertThat(manager.getCacheNames()).containsExactly("customized");
				MemcachedCache cache = (MemcachedCache) manager.getCache("customized");
				assertThat(cache.getConfiguration().getTimeToLive()).isEqualTo(Duration.ofMinutes(2));
				assertThat(cache.getConfiguration().getJitter()).isEqualTo(0.2);
				cache.put("key", "value");
				assertThat(this.server.command("mg last:c:customized:s=key v")).contains("value");
			});
	}

	@Test
	void managersAreCustomizedByType() {
		this.runner.withUserConfiguration(ManagerCustomizers.class)
			.run((context) -> assertThat(context.getBean(MemcachedCacheManager.class).getCacheNames())
				.containsExactly("of-memcached"));
	}

	@Test
	void theMapperOfCachedValuesIsCustomized() {
		MemcachedJsonMapperBuilderCustomizer customizer = (builder) -> builder
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE);
		this.runner.withBean(MemcachedJsonMapperBuilderCustomizer.class, () -> customizer).run((context) -> {
			Cache cache = context.getBean(MemcachedCacheManager.class).getCache("books");
			cache.put("key", new Book("Emma"));
			assertThat(this.server.command("mg :c:books:s=key v")).contains("\"SHORT_TITLE\":\"Emma\"");
			assertThat(cache.get("key", Book.class)).isEqualTo(new Book("Emma"));
		});
	}

	@Test
	void aFunctionDecidesHowLongEntriesLive() {
		TtlFunction function = (cacheName, key, value) -> "short".equals(key) ? Duration.ofSeconds(100) : null;
		this.runner.withBean(TtlFunction.class, () -> function)
			.withPropertyValues("memcached.cache.caches.films.jitter=0")
			.run((context) -> {
				Cache cache = context.getBean(MemcachedCacheManager.class).getCache("films");
				cache.put("short", "value");
				cache.put("long", "value");
				assertThat(Wire.remainingSeconds(this.server, ":c:films:s=short")).isBetween(90, 100);
				assertThat(Wire.remainingSeconds(this.server, ":c:films:s=long")).isBetween(3590, 3600);
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void futuresCompleteOnVirtualThreadsWhereSpringBootUsesThem() {
		assertThat(completingThread("spring.threads.virtual.enabled=true")).startsWith("VirtualThread");
	}

	@Test
	void futuresCompleteOnThreadsOfTheManagerOtherwise() {
		assertThat(completingThread("spring.threads.virtual.enabled=false")).startsWith("Thread[")
			.contains("memcached-cache-");
	}

	private String completingThread(String property) {
		try (TcpProxy proxy = TcpProxy.before(this.server.node())) {
			CompletableFuture<String> thread = new CompletableFuture<>();
			TestContexts.withCaching(proxy.node()).withPropertyValues(property).run((context) -> {
				Cache cache = context.getBean(MemcachedCacheManager.class).getCache("threads");
				Connections.await(context);
				proxy.hold();
				cache.retrieve("key")
					.whenComplete((value, failure) -> thread.complete(Thread.currentThread().toString()));
				proxy.release();
				thread.join();
			});
			return thread.join();
		}
	}

	record Book(String shortTitle) {

	}

	@Configuration(proxyBeanMethods = false)
	static class BuilderCustomizers {

		@Bean
		@Order(2)
		MemcachedCacheManagerBuilderCustomizer last() {
			return (builder) -> builder.keyPrefix("last")
				.cache("customized", builder.defaults().timeToLive(Duration.ofMinutes(2)));
		}

		@Bean
		@Order(1)
		MemcachedCacheManagerBuilderCustomizer first() {
			return (builder) -> builder.keyPrefix("first")
				.cache("customized", builder.defaults().timeToLive(Duration.ofMinutes(1)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerCustomizers {

		@Bean
		CacheManagerCustomizer<MemcachedCacheManager> memcached() {
			return (manager) -> manager.getCache("of-memcached");
		}

		@Bean
		CacheManagerCustomizer<ConcurrentMapCacheManager> map() {
			return (manager) -> manager.getCache("of-map");
		}

	}

}
