package io.github.memcachedspring.sample.metrics;

import java.util.stream.Stream;

import io.github.memcachedspring.warmup.CacheWarmer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;

/**
 * An application that uses all that has meters. No component: the shop must not find it.
 */
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@EnableCaching
class MeteredShop {

	/** Part of each key, and nothing else. */
	static final String KEY = "isbn-4711";

	@Bean
	CacheWarmer<String> bestsellers() {
		return CacheWarmer.calling("bestsellers", () -> Stream.of("1-" + KEY, "2-" + KEY), (key) -> "warm")
			.size(() -> 2);
	}

}
