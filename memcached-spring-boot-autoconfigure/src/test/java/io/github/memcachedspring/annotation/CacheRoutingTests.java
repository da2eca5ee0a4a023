package io.github.memcachedspring.annotation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.NamedCacheResolver;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.github.memcachedspring.annotation.RecordingCacheManager.cache;
import static io.github.memcachedspring.annotation.RecordingCacheManager.timesToLive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which caches an operation reaches, whatever its annotation names.
 */
class CacheRoutingTests {

	private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

	@Test
	void reachesTheManagerThatTheAnnotationNames() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class,
				NamesManager.class)) {
			context.getBean(NamesManager.class).find("a");
			assertThat(timesToLive(context, "second")).containsExactly(TEN_MINUTES);
			assertThat(timesToLive(context, "first")).isEmpty();
		}
	}

	@Test
	void putsAndEvictsInTheManagerThatTheAnnotationNames() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class,
				NamesManager.class)) {
			context.getBean(NamesManager.class).put("a");
			context.getBean(NamesManager.class).evict("a");
			RecordingCache second = cache(context, "second");
			assertThat(second.timesToLive()).containsExactly(TEN_MINUTES);
			assertThat(second.uses("evict")).singleElement()
				.satisfies((use) -> assertThat(use.view()).isNotSameAs(second));
			assertThat(cache(context, "first").uses()).isEmpty();
		}
	}

	@Test
	void reachesTheManagerThatTheClassNames() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class,
				ClassNamesManager.class)) {
			context.getBean(ClassNamesManager.class).find("a");
			assertThat(timesToLive(context, "second")).containsExactly(TEN_MINUTES);
			assertThat(timesToLive(context, "first")).isEmpty();
		}
	}

	@Test
	void tellsEqualAnnotationsApartThatDifferInTheirManager() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class,
				NamesBothManagers.class)) {
			context.getBean(NamesBothManagers.class).put("a");
			assertThat(timesToLive(context, "first")).containsExactly(TEN_MINUTES);
			assertThat(timesToLive(context, "second")).containsExactly(TEN_MINUTES);
		}
	}

	@Test
	void reachesTheManagerByItsQualifier() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class,
				NamesQualifier.class)) {
			context.getBean(NamesQualifier.class).find("a");
			assertThat(timesToLive(context, "second")).containsExactly(TEN_MINUTES);
		}
	}

	@Test
	void reachesTheResolverThatTheAnnotationNames() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class,
				UserResolver.class, NamesResolver.class)) {
			context.getBean(NamesResolver.class).find("a");
			assertThat(context.getBean("second", RecordingCacheManager.class).getCache("from resolver").timesToLive())
				.containsExactly(TEN_MINUTES);
		}
	}

	@Test
	void showsTheUsersResolverTheOperationAsItWasWritten() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(TwoManagers.class,
				UserResolver.class, NamesResolver.class)) {
			context.getBean(NamesResolver.class).find("a");
			CacheOperation seen = context.getBean(UserResolver.class).seen;
			assertThat(seen).isNotNull();
			assertThat(seen.getCacheResolver()).isEqualTo("userResolver");
		}
	}

	@Test
	void failsLikeSpringWhenTheNamedManagerIsMissing() {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.start(OneManager.class,
				NamesManager.class)) {
			NamesManager bean = context.getBean(NamesManager.class);
			assertThatExceptionOfType(NoSuchBeanDefinitionException.class).isThrownBy(() -> bean.find("a"))
				.withMessageContaining("second");
		}
	}

	static class NamesManager {

		@Cacheable(cacheNames = "books", cacheManager = "second")
		@CacheTtl("10m")
		public String find(String isbn) {
			return isbn;
		}

		@CachePut(cacheNames = "books", cacheManager = "second")
		@CacheTtl("10m")
		public String put(String isbn) {
			return isbn;
		}

		@CacheEvict(cacheNames = "books", cacheManager = "second")
		public void evict(String isbn) {
		}

	}

	static class NamesBothManagers {

		@Caching(put = { @CachePut(cacheNames = "books", cacheManager = "first"),
				@CachePut(cacheNames = "books", cacheManager = "second") })
		@CacheTtl("10m")
		public String put(String isbn) {
			return isbn;
		}

	}

	static class NamesQualifier {

		@Cacheable(cacheNames = "books", cacheManager = "qualified")
		@CacheTtl("10m")
		public String find(String isbn) {
			return isbn;
		}

	}

	@CacheConfig(cacheNames = "books", cacheManager = "second")
	static class ClassNamesManager {

		@Cacheable
		@CacheTtl("10m")
		public String find(String isbn) {
			return isbn;
		}

	}

	static class NamesResolver {

		@Cacheable(cacheResolver = "userResolver")
		@CacheTtl("10m")
		public String find(String isbn) {
			return isbn;
		}

	}

	@Configuration
	static class UserResolver {

		private @Nullable CacheOperation seen;

		@Bean
		CacheResolver userResolver(@Qualifier("second") CacheManager manager) {
			NamedCacheResolver resolver = new NamedCacheResolver(manager, "from resolver");
			return (context) -> {
				this.seen = (CacheOperation) context.getOperation();
				return resolver.resolveCaches(context);
			};
		}

	}

}
