package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.stream.Stream;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedMigrationAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedWarmUpAutoConfiguration;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.warmup.CacheWarmer;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Application contexts with the endpoint.
 */
final class EndpointContexts {

	private EndpointContexts() {
	}

	/** As the starter makes it: nothing is exposed. */
	static ApplicationContextRunner with(MemcachedServer server, String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MemcachedAutoConfiguration.class, MemcachedCacheAutoConfiguration.class,
							MemcachedMigrationAutoConfiguration.class, MemcachedWarmUpAutoConfiguration.class,
							MemcachedEndpointAutoConfiguration.class, EndpointAutoConfiguration.class))
			// As Spring Boot's own: 'none' would not be an 'Access' without.
			.withInitializer(
					(context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
			.withPropertyValues("memcached.servers=" + server.node(), "memcached.timeout=5s")
			.withPropertyValues(properties);
	}

	/** With caches, warmers and the endpoint. */
	static ApplicationContextRunner exposed(MemcachedServer server, String... properties) {
		return with(server, properties).withUserConfiguration(Caching.class, Warmers.class)
			.withPropertyValues("management.endpoints.web.exposure.include=memcached",
					"memcached.cache.key-prefix=shop", "memcached.warm-up.on-start=false");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	@Configuration(proxyBeanMethods = false)
	static class Warmers {

		@Bean
		CacheWarmer<Integer> bestsellersFirst() {
			return CacheWarmer.loading("books", () -> Stream.of(1, 2, 3), (key) -> "book " + key).size(() -> 3);
		}

		@Bean
		CacheWarmer<String> prices() {
			return CacheWarmer.loading("prices", () -> Arrays.asList("a", "b").stream(), (key) -> "1");
		}

	}

}
