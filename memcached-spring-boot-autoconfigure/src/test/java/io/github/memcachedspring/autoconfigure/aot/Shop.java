package io.github.memcachedspring.autoconfigure.aot;

import java.util.stream.Stream;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.warmup.CacheWarmer;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application to be processed. Spring Boot does not find what is generated for a class
 * within another.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
class Shop {

	static ConfigurableApplicationContext context;

	public static void main(String[] arguments) {
		context = new SpringApplicationBuilder(Shop.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run(arguments);
	}

	@Bean
	Books books() {
		return new Books();
	}

	@Bean
	CacheWarmer<String> warmer() {
		return CacheWarmer.loading("books", () -> Stream.of("Persuasion"), Book::new);
	}

	static class Books {

		@Cacheable("books")
		@CacheTtl("100s")
		Book find(String title) {
			return new Book(title);
		}

	}

	record Book(String title) {

	}

}
