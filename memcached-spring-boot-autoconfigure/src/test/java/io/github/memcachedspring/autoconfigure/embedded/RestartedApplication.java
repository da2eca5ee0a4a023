package io.github.memcachedspring.autoconfigure.embedded;

import java.io.Serializable;
import java.util.Objects;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.test.Connections;

import org.springframework.beans.factory.ListableBeanFactory;
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
 * Tells what it finds in its caches. If that is nothing, it puts a book there and has
 * DevTools restart it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
class RestartedApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(RestartedApplication.class, "--spring.main.web-application-type=none",
				"--spring.main.banner-mode=off", "--spring.devtools.livereload.enabled=false", "--memcached.timeout=5s",
				"--memcached.cache.caches.serialized.codec=jdk");
	}

	@Bean
	ApplicationRunner lookIntoTheCaches(CacheManager caches, AtomicUpdateTemplate template, EmbeddedMemcached server,
			ListableBeanFactory beans) {
		return (arguments) -> {
			Connections.await(beans);
			Cache json = Objects.requireNonNull(caches.getCache("books"));
			Cache serialized = Objects.requireNonNull(caches.getCache("serialized"));
			Book book = json.get("emma", Book.class);
			Book own = template.computeIfAbsent("emma", Book.class, () -> new Book((book != null) ? "Nothing" : "Emma"))
				.orThrow()
				.after();
			System.out.printf("Start with %s, %s and %s at %s%n", book, serialized.get("emma", Book.class), own,
					server.address());
			if (book != null) {
				// Quicker than ending all that waits for another restart.
				Runtime.getRuntime().halt(0);
			}
			json.put("emma", new Book("Emma"));
			serialized.put("emma", new Book("Emma"));
			new Thread(() -> Restarter.getInstance().restart()).start();
		};
	}

	record Book(String title) implements Serializable {

	}

}
