package io.github.memcachedspring.autoconfigure.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.EnabledIfDockerAvailable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for real services, where Docker answers.
 */
@EnabledIfDockerAvailable
@Tag("slow")
class DockerComposeTests {

	private static final String COMPOSE_FILE = """
			services:
			  one:
			    image: memcached:1.6-alpine
			    ports: ["11211"]
			  two:
			    image: memcached:1.6-alpine
			    ports: ["11211"]
			""";

	@Test
	void cachesInServices(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("compose.yaml"), COMPOSE_FILE);
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--spring.docker.compose.skip.in-tests=false",
				"--spring.docker.compose.file=" + file, "--spring.docker.compose.stop.command=down")) {
			Cache books = context.getBean(CacheManager.class).getCache("books");
			books.put("emma", "Emma");
			assertThat(books.get("emma", String.class)).isEqualTo("Emma");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

	}

}
