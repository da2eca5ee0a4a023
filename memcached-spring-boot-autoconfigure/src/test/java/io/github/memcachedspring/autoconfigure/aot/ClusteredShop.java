package io.github.memcachedspring.autoconfigure.aot;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.atomic.MemcachedCounters;

import org.springframework.beans.factory.annotation.Qualifier;
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
 * An application with a further cluster, to be processed.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
class ClusteredShop {

	static ConfigurableApplicationContext context;

	public static void main(String[] arguments) {
		context = new SpringApplicationBuilder(ClusteredShop.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run(arguments);
	}

	@Bean
	Sessions sessions(@Qualifier("userSessionsMemcachedCounters") MemcachedCounters counters) {
		return new Sessions(counters);
	}

	static class Sessions {

		private final MemcachedCounters counters;

		Sessions(MemcachedCounters counters) {
			this.counters = counters;
		}

		@Cacheable(cacheNames = "sessions", cacheManager = "userSessionsCacheManager")
		@CacheTtl("100s")
		public String find(String name) {
			return name + " " + this.counters.increment("loads").orThrow();
		}

	}

}
