package io.github.memcachedspring.benchmarks;

import io.github.memcachedspring.client.MemcachedOperations;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application with cached methods, configured by Spring Boot as any other, whose
 * memcached is in memory.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
class ProxyApplication {

	/**
	 * Starts the application.
	 * @param provider of the caches, a value of {@code spring.cache.type}
	 */
	static ConfigurableApplicationContext start(String provider) {
		return new SpringApplicationBuilder(ProxyApplication.class).web(WebApplicationType.NONE)
			.properties("spring.cache.type=" + provider, "spring.main.banner-mode=off",
					"memcached.cache.key-prefix=ours",
					"memcached.cache.trusted-packages=" + Product.class.getPackageName())
			.run();
	}

	@Bean
	MemcachedOperations memcachedOperations() {
		return new MemoryOperations();
	}

	@Bean
	Catalog catalog() {
		return new Catalog();
	}

	/** Methods that are never run: what they would return is cached. */
	static class Catalog {

		@Cacheable("products")
		public Object cached(String key) {
			throw new IllegalStateException("'%s' is not a hit".formatted(key));
		}

		@Cacheable(cacheNames = "products", sync = true)
		public Object cachedSync(String key) {
			throw new IllegalStateException("'%s' is not a hit".formatted(key));
		}

	}

}
