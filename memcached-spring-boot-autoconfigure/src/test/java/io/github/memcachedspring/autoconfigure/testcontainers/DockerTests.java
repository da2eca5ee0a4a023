package io.github.memcachedspring.autoconfigure.testcontainers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code @ServiceConnection} with real containers, where Docker answers.
 */
@SpringBootTest
@Testcontainers(disabledWithoutDocker = true)
@Tag("slow")
class DockerTests {

	@Container
	@ServiceConnection
	static final GenericContainer<?> one = new GenericContainer<>("memcached:1.6-alpine").withExposedPorts(11211);

	@Container
	@ServiceConnection
	static final GenericContainer<?> two = new GenericContainer<>("memcached:1.6-alpine").withExposedPorts(11211);

	@Test
	void cachesInContainers(@Autowired CacheManager caches) {
		Cache books = caches.getCache("books");
		for (int i = 0; i < 100; i++) {
			books.put(i, "book " + i);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(books.get(i, String.class)).isEqualTo("book " + i);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

	}

}
