package io.github.memcachedspring.annotation;

import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Caching by JDK proxies where there is an interface, and one manager.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
class OneManager {

	@Bean
	RecordingCacheManager cacheManager() {
		return new RecordingCacheManager();
	}

}
