package io.github.memcachedspring.annotation;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static io.github.memcachedspring.annotation.RecordingCacheManager.timesToLive;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * That another provider may be used beside memcached.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherProviderTests {

	private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

	@Test
	void reachesMemcachedWhenTheAnnotationNamesOurResolverByHand() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(MapBesideMemcached.class,
				NamesOurResolver.class)) {
			context.getBean(NamesOurResolver.class).find("a");
			assertThat(timesToLive(context, "memcached")).containsExactly(TEN_MINUTES);
		}
	}

	@Test
	void leavesCachesOfOtherProvidersAlone(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(MapBesideMemcached.class,
				Unnamed.class, NamesMemcached.class)) {
			Unnamed unnamed = context.getBean(Unnamed.class);
			assertThat(unnamed.find("a")).isEqualTo("1 a");
			assertThat(unnamed.find("a")).isEqualTo("1 a");
			assertThat(unnamed.find("b")).isEqualTo("2 b");
			context.getBean(NamesMemcached.class).find("a");
			assertThat(timesToLive(context, "memcached")).containsExactly(TEN_MINUTES);
		}
		assertThat(output.toString().split("has no effect on \\[books]", -1)).hasSize(2);
	}

	static class NamesOurResolver {

		@Cacheable(cacheNames = "books", cacheResolver = "memcachedCacheResolver")
		@CacheTtl("10m")
		public String find(String isbn) {
			return isbn;
		}

	}

	static class NamesMemcached {

		@Cacheable(cacheNames = "books", cacheManager = "memcached")
		@CacheTtl("10m")
		public String find(String isbn) {
			return isbn;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class MapBesideMemcached {

		@Bean
		@Primary
		ConcurrentMapCacheManager map() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		RecordingCacheManager memcached() {
			return new RecordingCacheManager();
		}

	}

}
