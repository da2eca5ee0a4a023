package io.github.memcachedspring.autoconfigure.embedded;

import java.util.Objects;

import io.github.memcachedspring.embedded.EmbeddedMemcached;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tells what it finds in its cache. If that is nothing, it puts a book there and has
 * DevTools restart it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
class RestartedApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(RestartedApplication.class, "--spring.main.web-application-type=none",
				"--spring.main.banner-mode=off", "--spring.devtools.livereload.enabled=false");
	}

	@Bean
	ApplicationRunner lookIntoTheCache(CacheManager caches, EmbeddedMemcached server) {
		return (arguments) -> {
			Cache cache = Objects.requireNonNull(caches.getCache("books"));
			Book book = cache.get("emma", Book.class);
			System.out.printf("Start with %s at %s%n", book, server.address());
			if (book != null) {
				// Quicker than ending all that waits for another restart.
				Runtime.getRuntime().halt(0);
			}
			cache.put("emma", new Book("Emma"));
			new Thread(() -> Restarter.getInstance().restart()).start();
		};
	}

	record Book(String title) {

	}

}
