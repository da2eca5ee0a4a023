package io.github.memcachedspring.annotation;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Two managers, the first one primary.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
class TwoManagers {

	@Bean
	@Primary
	RecordingCacheManager first() {
		return new RecordingCacheManager();
	}

	@Bean
	@Qualifier("qualified")
	RecordingCacheManager second() {
		return new RecordingCacheManager();
	}

}
