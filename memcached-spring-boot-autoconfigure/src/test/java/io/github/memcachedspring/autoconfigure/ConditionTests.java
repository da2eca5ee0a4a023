package io.github.memcachedspring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.memcachedspring.annotation.InvocationCacheResolver;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.warmup.CacheWarmer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import net.rubyeye.xmemcached.MemcachedClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.actuate.endpoint.CachesEndpoint;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of who provides what: with which settings the caches are ours, and what is
 * gone without a library. Whatever goes, everything else stays.
 */
class ConditionTests {

	/**
	 * What the starter adds if all libraries are there, each with a bean to know it by.
	 */
	static final List<Feature> FEATURES = List.of(new Feature("client", "memcachedOperations"),
			new Feature("caches", "cacheManager"), new Feature("views", InvocationCacheResolver.BEAN_NAME),
			new Feature("updates", "atomicUpdateTemplate"), new Feature("counters", "memcachedCounters"),
			new Feature("warm-up", "cacheWarmUp"), new Feature("migration", "memcachedMigrationController"),
			new Feature("chaos", "memcachedChaos"), new Feature("JSON", "memcachedJsonCodecFactory"),
			new Feature("secrets", "memcachedSanitizingFunction"), new Feature("embedded", "embeddedMemcached"),
			new Feature("further clusters", "sessionsMemcachedOperations"),
			new Feature("health", "memcachedHealthContributor"), new Feature("endpoint", "memcachedEndpoint"),
			new Feature("meters", "metersOfMemcachedBeans"),
			new Feature("meters of caches", "memcachedCacheMeterBinderProvider"),
			new Feature("timers", "memcachedCommandTimers"), new Feature("observations", "memcachedObservations"));

	/** There or not by other settings than those of a situation. */
	static final Set<String> OF_SETTINGS = Set.of("caches", "views", "further clusters");

	/** Of no use without the client, and of no harm. */
	static final Set<String> ON_THEIR_OWN = Set.of("secrets", "meters", "meters of caches", "timers", "observations");

	/** Classes by which libraries are known, and the features that go with them. */
	static final List<Library> LIBRARIES = List.of(new Library("Jackson", Set.of("JSON"), JsonMapper.class),
			new Library("spring-boot-actuator", Set.of("secrets", "endpoint"), SanitizingFunction.class,
					Endpoint.class),
			new Library("spring-boot-health", Set.of("health"), HealthIndicator.class),
			new Library("micrometer-core", Set.of("meters", "meters of caches", "timers"), MeterRegistry.class),
			new Library("memcached-embedded", Set.of("embedded"), EmbeddedMemcached.class),
			new Library("spring-boot-cache", Set.of("caches", "meters of caches"), CacheManagerCustomizers.class,
					CacheMeterBinderProvider.class),
			new Library("xmemcached", names((feature) -> !ON_THEIR_OWN.contains(feature)), MemcachedClient.class));

	/** Settings, and whose caches there are then. */
	static final List<Situation> SITUATIONS = List.of(
			situation("nothing else").property("spring.application.name=shop").ours(),
			situation("no '@EnableCaching'").without(Caching.class).noManager(),
			situation("type 'none'").property("spring.cache.type=none").manager(NoOpCacheManager.class),
			situation("type 'simple'").property("spring.cache.type=simple").manager(ConcurrentMapCacheManager.class),
			situation("type 'redis', without Redis").property("spring.cache.type=redis")
				.fails("caching type is 'REDIS'"),
			situation("type 'memcached'").property("spring.cache.type=memcached").ours(),
			situation("type 'memcached', switched off").property("spring.cache.type=memcached")
				.property("memcached.cache.enabled=false")
				.fails("memcached"),
			situation("switched off").property("memcached.cache.enabled=false")
				.manager(ConcurrentMapCacheManager.class),
			situation("names of caches").property("spring.cache.cache-names=one,two").ours(),
			situation("a manager of the application").with(OwnManager.class).manager(ConcurrentMapCacheManager.class),
			situation("a resolver of the application").with(OwnResolver.class).noManager(),
			situation("a second manager that is no candidate").with(SecondManager.class).ours(),
			situation("two managers").with(OwnManager.class).with(OtherManager.class).fails("found 2: one,two"),
			situation("two managers, one primary").with(PrimaryManager.class)
				.with(OtherManager.class)
				.manager(ConcurrentMapCacheManager.class));

	@Test
	void everyFeatureIsThereWithAllLibraries() {
		everything().run((context) -> assertThat(features(context)).isEqualTo(names((feature) -> true)));
	}

	@ParameterizedTest
	@FieldSource("LIBRARIES")
	void onlyItsFeaturesGoWithALibrary(Library library) {
		everything().withClassLoader(new FilteredClassLoader(library.classes()))
			.withPropertyValues("memcached.cache.codec=jdk")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(features(context)).isEqualTo(names((feature) -> !library.features().contains(feature)));
			});
	}

	@ParameterizedTest
	@FieldSource("SITUATIONS")
	void theManagerIsAsSettingsSay(Situation situation) {
		situation.apply(runner()).run(situation::check);
	}

	@Test
	void springBootBacksOffAsAWhole() {
		everything().run((context) -> {
			assertThat(context).doesNotHaveBean(CacheManagerCustomizers.class);
			assertThat(context).doesNotHaveBean(CacheProperties.class);
		});
	}

	@Test
	void namesOfCachesAreAllThereAre() {
		everything().withPropertyValues("spring.cache.cache-names=one,two").run((context) -> {
			CacheManager manager = context.getBean(CacheManager.class);
			assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("one", "two");
			assertThat(manager.getCache("three")).isNull();
		});
	}

	@Test
	void actuatorCanShowEveryCache() {
		everything().run((context) -> {
			CacheManager manager = context.getBean(CacheManager.class);
			Cache cache = manager.getCache("books");
			assertThat(cache).isNotNull();
			CachesEndpoint endpoint = new CachesEndpoint(context.getBeansOfType(CacheManager.class));
			assertThat(endpoint.cache("books", null)).isNotNull()
				.satisfies((shown) -> assertThat(shown.getTarget())
					.isEqualTo(cache.getNativeCache().getClass().getName()));
		});
	}

	private static ApplicationContextRunner everything() {
		return runner().withUserConfiguration(Caching.class, WarmedUp.class)
			.withPropertyValues("memcached.clusters.sessions.servers=127.0.0.1:2");
	}

	/** Whatever is registered as an auto-configuration of ours takes part. */
	private static ApplicationContextRunner runner() {
		List<Class<?>> configurations = new ArrayList<>(List.of(CacheAutoConfiguration.class));
		ImportCandidates.load(AutoConfiguration.class, null)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.memcachedspring."))
			.forEach((name) -> configurations.add(ClassUtils.resolveClassName(name, null)));
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(configurations.toArray(Class<?>[]::new)))
			.withPropertyValues("memcached.chaos.enabled=true", "memcached.migration.phase=read-through",
					"memcached.migration.from.servers=127.0.0.1:1", "memcached.warm-up.on-start=false",
					"management.endpoints.web.exposure.include=memcached")
			.withBean(SimpleMeterRegistry.class)
			.withBean("observationRegistry", ObservationRegistry.class, ObservationRegistry::create);
	}

	private static Set<String> features(AssertableApplicationContext context) {
		return FEATURES.stream()
			.filter((feature) -> context.containsBeanDefinition(feature.bean()))
			.filter((feature) -> !feature.name().equals("caches")
					|| context.getBean("cacheManager") instanceof MemcachedCacheManager)
			.map(Feature::name)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static Set<String> names(Predicate<String> wanted) {
		return FEATURES.stream().map(Feature::name).filter(wanted).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static Situation situation(String name) {
		return new Situation(name);
	}

	record Feature(String name, String bean) {

	}

	record Library(String name, Set<String> features, Class<?>... classes) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	/** Settings of an application, and what it is to have for a manager. */
	static final class Situation {

		private final String name;

		private final Set<Class<?>> configurations = new LinkedHashSet<>(List.of(Caching.class, WarmedUp.class));

		private final List<String> properties = new ArrayList<>();

		private @Nullable Class<?> manager;

		private String failure = "";

		private Situation(String name) {
			this.name = name;
		}

		Situation property(String property) {
			this.properties.add(property);
			return this;
		}

		Situation with(Class<?> configuration) {
			this.configurations.add(configuration);
			return this;
		}

		Situation without(Class<?> configuration) {
			this.configurations.remove(configuration);
			return this;
		}

		Situation ours() {
			return manager(MemcachedCacheManager.class);
		}

		Situation manager(Class<?> type) {
			this.manager = type;
			return this;
		}

		Situation noManager() {
			this.manager = null;
			return this;
		}

		Situation fails(String message) {
			this.failure = message;
			return this;
		}

		ApplicationContextRunner apply(ApplicationContextRunner runner) {
			return runner.withUserConfiguration(this.configurations.toArray(Class<?>[]::new))
				.withPropertyValues(this.properties.toArray(String[]::new));
		}

		void check(AssertableApplicationContext context) {
			if (!this.failure.isEmpty()) {
				assertThat(context).getFailure().hasStackTraceContaining(this.failure);
				return;
			}
			assertThat(context).hasNotFailed();
			CacheManager manager = context.getBeanProvider(CacheManager.class).getIfUnique();
			assertThat((manager != null) ? manager.getClass() : null).isEqualTo(this.manager);
			assertThat(features(context)).containsAll(names((feature) -> !OF_SETTINGS.contains(feature)));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	@Configuration(proxyBeanMethods = false)
	static class WarmedUp {

		@Bean
		CacheWarmer<String> warmer() {
			return CacheWarmer.loading("books", Stream::empty, (key) -> key);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		ConcurrentMapCacheManager one() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherManager {

		@Bean
		ConcurrentMapCacheManager two() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryManager {

		@Bean
		@Primary
		ConcurrentMapCacheManager one() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondManager {

		@Bean(defaultCandidate = false)
		ConcurrentMapCacheManager second() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResolver implements CachingConfigurer {

		@Bean
		@Override
		public CacheResolver cacheResolver() {
			return new SimpleCacheResolver(new NoOpCacheManager());
		}

	}

}
