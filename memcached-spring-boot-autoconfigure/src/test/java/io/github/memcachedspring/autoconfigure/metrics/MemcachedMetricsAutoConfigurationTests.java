package io.github.memcachedspring.autoconfigure.metrics;

import java.util.List;
import java.util.stream.Stream;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.autoconfigure.MemcachedAtomicAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedMigrationAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedWarmUpAutoConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.metrics.MemcachedCacheMeterBinderProvider;
import io.github.memcachedspring.metrics.RemovableMeters;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.CacheWarmer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class MemcachedMetricsAutoConfigurationTests {

	private final MemcachedServer server;

	private final ApplicationContextRunner runner;

	MemcachedMetricsAutoConfigurationTests(MemcachedServer server) {
		this.server = server;
		server.flushAll();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MemcachedAutoConfiguration.class,
					MemcachedCacheAutoConfiguration.class, MemcachedAtomicAutoConfiguration.class,
					MemcachedMigrationAutoConfiguration.class, MemcachedWarmUpAutoConfiguration.class,
					MemcachedMetricsAutoConfiguration.class, CacheAutoConfiguration.class,
					CacheMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("memcached.servers=" + server.node(), "memcached.timeout=5s");
	}

	@Test
	void countsWhatCachesDoThatAreThereAndThatComeLater() {
		this.runner.withBean(Earlier.class).run((context) -> {
			assertThat(context.getBean(MemcachedCacheManager.class).getCacheNames()).containsExactly("early");
			use(context, "early");
			use(context, "late");
			for (String name : List.of("early", "late")) {
				assertThat(
						count(context, "cache.gets", "cache", name, "cache.manager", "cacheManager", "result", "hit"))
					.isOne();
				assertThat(count(context, "cache.gets", "cache", name, "result", "miss")).isOne();
				assertThat(count(context, "cache.puts", "cache", name)).isOne();
				assertThat(count(context, "cache.removals", "cache", name)).isOne();
				assertThat(count(context, "memcached.cache.loads", "cache", name, "cache.manager", "cacheManager"))
					.isOne();
				assertThat(count(context, "memcached.cache.lease.wins", "cache", name)).isOne();
				assertThat(count(context, "memcached.cache.clears", "cache", name)).isOne();
			}
		});
	}

	@Test
	void tellsFailuresApart() {
		try (MemcachedServer mortal = MemcachedServer.start()) {
			this.runner.withPropertyValues("memcached.servers=" + mortal.node()).run((context) -> {
				Connections.await(context);
				Cache cache = cache(context, "books");
				cache.put("k", "v");
				mortal.kill();
				cache.get("k");
				assertThat(count(context, "memcached.cache.failures", "cache", "books", "cause", "connection")).isOne();
				assertThat(count(context, "memcached.cache.failures", "cache", "books", "cause", "timeout")).isZero();
				cache.put("k", new Object());
				assertThat(count(context, "memcached.cache.unstorable", "cache", "books", "reason", "other")).isOne();
			});
		}
	}

	@Test
	void bindsACacheOnceThoughThereAreTwoWaysToIt() {
		this.runner.withUserConfiguration(Decorated.class).run((context) -> {
			use(context, "books");
			use(context, "late");
			assertThat(names(context, "cache", "books")).doesNotHaveDuplicates().contains("cache.puts");
			assertThat(names(context, "cache", "late")).doesNotHaveDuplicates().contains("cache.puts");
			assertThat(count(context, "cache.puts", "cache", "books")).isOne();
		});
	}

	@Test
	void bindsTheCachesOfAManagerThatIsHiddenByADecorator() {
		this.runner.withUserConfiguration(Hidden.class).run((context) -> {
			use(context, "books");
			assertThat(count(context, "cache.puts", "cache", "books", "cache.manager", "cacheManager")).isOne();
		});
	}

	@Test
	void namesTheManagersOfCaches() {
		this.runner.withUserConfiguration(Two.class).run((context) -> {
			Connections.await(context);
			context.getBean("archiveCacheManager", CacheManager.class).getCache("books").put("k", "v");
			context.getBean("cacheManager", CacheManager.class).getCache("books");
			assertThat(count(context, "cache.puts", "cache", "books", "cache.manager", "archive")).isOne();
			assertThat(count(context, "cache.puts", "cache", "books", "cache.manager", "cacheManager")).isZero();
		});
	}

	@Test
	void countsUpdatesOfTemplatesOnceTheyAreAskedFor() {
		this.runner.run((context) -> {
			assertThat(names(context)).noneMatch((name) -> name.matches("memcached\\.(atomic|counters)\\..*"));
			assertThat(context.getBeanFactory().containsSingleton("atomicUpdateTemplate")).isFalse();
			Connections.await(context);
			context.getBean(AtomicUpdateTemplate.class).computeIfAbsent("k", String.class, () -> "v");
			context.getBean(MemcachedCounters.class).increment("visits");
			assertThat(count(context, "memcached.atomic.updates", "bean", "atomicUpdateTemplate", "result", "applied"))
				.isOne();
			assertThat(count(context, "memcached.atomic.attempts")).isOne();
			assertThat(registry(context).get("memcached.atomic.time").functionTimer().count()).isOne();
			assertThat(count(context, "memcached.counters.commands", "bean", "memcachedCounters", "result", "counted"))
				.isOne();
			assertThat(registry(context).get("memcached.counters.time").functionTimer().count()).isOne();
		});
	}

	@Test
	void countsForTheLatestOfBeansOfOneName() {
		this.runner.withUserConfiguration(Prototype.class).run((context) -> {
			Connections.await(context);
			context.getBean(MemcachedCounters.class).increment("visits");
			assertThat(count(context, "memcached.counters.commands", "result", "counted")).isOne();
			MemcachedCounters latest = context.getBean(MemcachedCounters.class);
			assertThat(count(context, "memcached.counters.commands", "result", "counted")).isZero();
			latest.increment("visits");
			assertThat(count(context, "memcached.counters.commands", "result", "counted")).isOne();
		});
	}

	@Test
	void tellsHowFarAMigrationIs() {
		try (MemcachedServer old = MemcachedServer.start()) {
			this.runner
				.withPropertyValues("memcached.migration.phase=read-through", "memcached.migration.budget=5s",
						"memcached.migration.from.timeout=5s", "memcached.migration.from.servers=" + old.node())
				.run((context) -> {
					Connections.await(context);
					cache(context, "books").get("k");
					assertThat(count(context, "memcached.migration.reads", "result", "none")).isOne();
					assertThat(count(context, "memcached.migration.reads", "result", "old")).isZero();
					assertThat(gauge(context, "memcached.migration.phase", "phase", "read-through")).isOne();
					assertThat(gauge(context, "memcached.migration.removable")).isZero();
					context.getBean(MigrationController.class).moveTo(MigrationPhase.DONE);
					assertThat(gauge(context, "memcached.migration.phase", "phase", "read-through")).isZero();
					assertThat(gauge(context, "memcached.migration.phase", "phase", "done")).isOne();
					assertThat(gauge(context, "memcached.node.connected", "cluster", "old")).isOne();
					assertThat(gauge(context, "memcached.node.connected", "cluster", "primary")).isOne();
				});
		}
	}

	@Test
	void tellsHowFarWarmersAre() {
		this.runner.withBean(CacheWarmer.class, () -> CacheWarmer.calling("books", () -> Stream.of(1, 2, 3), (i) -> i))
			.run((context) -> {
				assertThat(gauge(context, "memcached.warmup.progress", "warmer", "books", "cache", "books")).isNaN();
				assertThat(gauge(context, "memcached.warmup.state", "state", "pending")).isOne();
				Connections.await(context);
				context.getBean(CacheWarmUp.class).start().join();
				assertThat(gauge(context, "memcached.warmup.keys", "result", "filled")).isEqualTo(3);
				assertThat(gauge(context, "memcached.warmup.state", "state", "done")).isOne();
				assertThat(registry(context).get("memcached.warmup.remaining").timeGauge().value()).isZero();
			});
	}

	@Test
	void leavesNothingInARegistryThatStays() {
		MeterRegistry registry = new SimpleMeterRegistry() {
			@Override
			public void close() {
				// As the one that Micrometer has for everybody.
			}
		};
		ApplicationContextRunner application = this.runner.withBean("registry", MeterRegistry.class, () -> registry);
		for (int restart = 0; restart < 2; restart++) {
			application.run((context) -> {
				use(context, "books");
				assertThat(count(context, "cache.puts", "cache", "books")).isOne();
				assertThat(gauge(context, "memcached.node.connected")).isOne();
			});
			assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.noneMatch((name) -> name.startsWith("memcached.") || name.startsWith("cache."));
		}
	}

	@Test
	void canBeTurnedOff() {
		this.runner.withPropertyValues("management.metrics.enable.cache=false").run((context) -> {
			use(context, "books");
			assertThat(names(context)).noneMatch((name) -> name.startsWith("cache.")).contains("memcached.cache.loads");
		});
		this.runner.withPropertyValues("management.metrics.enable.memcached=false").run((context) -> {
			use(context, "books");
			assertThat(names(context)).noneMatch((name) -> name.startsWith("memcached.")).contains("cache.puts");
		});
	}

	@Test
	void isAbsentWithoutMicrometerOrARegistry() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(RemovableMeters.class);
			use(context, "books");
		});
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MemcachedAutoConfiguration.class,
					MemcachedCacheAutoConfiguration.class, MemcachedMetricsAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("memcached.servers=" + this.server.node())
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MemcachedCacheManager.class)
				.doesNotHaveBean(RemovableMeters.class)
				.doesNotHaveBean(MemcachedCacheMeterBinderProvider.class));
	}

	@Test
	void tellsOfNodesWithoutSpringBootsCache() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MemcachedAutoConfiguration.class,
					MemcachedMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(CacheMeterBinderProvider.class))
			.withPropertyValues("memcached.servers=" + this.server.node())
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(MetersOfLaterCaches.class);
				Connections.await(context);
				assertThat(gauge(context, "memcached.node.connected")).isOne();
			});
	}

	/** A read in vain, a load, a hit, a removal and a clear. */
	private static void use(ApplicationContext context, String name) {
		Connections.await(context);
		Cache cache = cache(context, name);
		assertThat(cache.get("k", () -> "v")).isEqualTo("v");
		assertThat(cache.get("k", String.class)).isEqualTo("v");
		assertThat(cache.evictIfPresent("k")).isTrue();
		cache.clear();
	}

	private static Cache cache(ApplicationContext context, String name) {
		return context.getBean(CacheManager.class).getCache(name);
	}

	private static MeterRegistry registry(ApplicationContext context) {
		return context.getBean(MeterRegistry.class);
	}

	private static double count(ApplicationContext context, String name, String... tags) {
		FunctionCounter counter = registry(context).get(name).tags(tags).functionCounter();
		return counter.count();
	}

	private static double gauge(ApplicationContext context, String name, String... tags) {
		return registry(context).get(name).tags(tags).gauge().value();
	}

	private static List<String> names(ApplicationContext context) {
		return registry(context).getMeters().stream().map(Meter::getId).map(Meter.Id::getName).toList();
	}

	/** Returns names with those tags that tell meters of a cache apart. */
	private static List<String> names(ApplicationContext context, String tag, String value) {
		return registry(context).getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> value.equals(id.getTag(tag)))
			.map((id) -> Stream.of("result", "reason", "cause")
				.map(id::getTag)
				.filter((detail) -> detail != null)
				.reduce(id.getName(), (name, detail) -> name + " " + detail))
			.toList();
	}

	private static MemcachedCacheManager manager(MemcachedOperations operations, String... names) {
		Transcoder transcoder = Transcoder.of(ObjectCodec.jdk(TrustedTypes.jdkOnly(), null), Compression.none());
		return MemcachedCacheManager.builder(operations, MemcachedCacheConfiguration.of(transcoder))
			.cacheNames(List.of(names))
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	/** Asks for a cache before Spring Boot looks for caches. */
	static class Earlier {

		Earlier(CacheManager manager) {
			manager.getCache("early");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorated {

		@Bean
		@Primary
		CacheManager decorated(MemcachedCacheManager target) {
			return new TransactionAwareCacheManagerProxy(target);
		}

		@Bean
		MemcachedCacheManager target(MemcachedOperations operations) {
			return manager(operations, "books");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		CacheManager cacheManager(MemcachedOperations operations) {
			return new TransactionAwareCacheManagerProxy(manager(operations, "books"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototype {

		@Bean
		@Scope("prototype")
		MemcachedCounters counters(MemcachedOperations operations) {
			return MemcachedCounters.builder(operations).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean(defaultCandidate = false)
		MemcachedCacheManager archiveCacheManager(MemcachedOperations operations) {
			return manager(operations);
		}

	}

}
