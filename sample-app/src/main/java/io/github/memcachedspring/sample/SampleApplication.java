package io.github.memcachedspring.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/**
 * Starts the book shop on {@code http://localhost:8080}.
 *
 * @since 0.1.0
 */
@SpringBootApplication
@EnableCaching
public class SampleApplication {

	/**
	 * Starts the shop.
	 * @param args properties such as {@code --memcached.servers=cache-1:11211}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
