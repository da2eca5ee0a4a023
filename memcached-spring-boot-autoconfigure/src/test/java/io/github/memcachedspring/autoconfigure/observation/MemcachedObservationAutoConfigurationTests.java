package io.github.memcachedspring.autoconfigure.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedClustersAutoConfiguration;
import io.github.memcachedspring.autoconfigure.metrics.MemcachedCommandMetricsAutoConfiguration;
import io.github.memcachedspring.cache.LoadWaitListener;
import io.github.memcachedspring.observation.DefaultMemcachedCommandConvention;
import io.github.memcachedspring.observation.MemcachedCommandContext;
import io.github.memcachedspring.observation.MemcachedCommandConvention;
import io.github.memcachedspring.observation.MemcachedObservations;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemcachedObservationAutoConfiguration}, with what Spring Boot
 * configures of metrics and observations.
 */
@ExtendWith(MemcachedServerExtension.class)
class MemcachedObservationAutoConfigurationTests {

	private static final String ON = "memcached.observation.enabled=true";

	private final ApplicationContextRunner runner;

	MemcachedObservationAutoConfigurationTests(MemcachedServer server) {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MemcachedAutoConfiguration.class,
					MemcachedCacheAutoConfiguration.class, CacheAutoConfiguration.class,
					MemcachedClustersAutoConfiguration.class, MemcachedObservationAutoConfiguration.class,
					MemcachedCommandMetricsAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("memcached.servers=" + server.node(), "memcached.timeout=5s",
					"memcached.clusters.other.servers=" + server.node(), "memcached.clusters.other.timeout=5s",
					"spring.application.name=observations-" + System.nanoTime());
	}

	/** As with Actuator, where a handler that makes meters always listens. */
	private ApplicationContextRunner withActuator() {
		return this.runner.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
						CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class));
	}

	@Test
	void nameOfTheHandlerThatMakesSpansIsRight() {
		assertThat(ObservationSwitch.TRACING_HANDLER).isEqualTo(TracingObservationHandler.class.getName());
	}

	@Test
	void observesWhatIsTracedAndMakesNoMetersOfIt() {
		withActuator().withUserConfiguration(Tracing.class).run((context) -> {
			putAndGet(context);
			assertThat(context.getBean(SimpleTracer.class).getSpans()).extracting(SimpleSpan::getName)
				.anyMatch((name) -> name.startsWith("set "))
				.anyMatch((name) -> name.startsWith("get "));
			assertThat(context.getBean(MeterRegistry.class).getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("memcached.commands")
				.doesNotContain("memcached.command", "memcached.command.active");
		});
	}

	@Test
	void doesNotObserveWhatOnlyMetersWouldBeMadeOf() {
		withActuator().withUserConfiguration(Listening.class).run((context) -> {
			putAndGet(context);
			assertThat(context.getBean(Listener.class).names).isEmpty();
		});
	}

	@Test
	void observesWithoutTracesWhenToldTo() {
		withActuator().withUserConfiguration(Listening.class).withPropertyValues(ON).run((context) -> {
			putAndGet(context);
			assertThat(context.getBean(Listener.class).names).contains("memcached.command");
		});
	}

	@Test
	void doesNotObserveWhatIsTracedWhenToldSo() {
		withActuator().withUserConfiguration(Tracing.class)
			.withPropertyValues("memcached.observation.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(MemcachedObservations.class);
				putAndGet(context);
				assertThat(context.getBean(SimpleTracer.class).getSpans()).isEmpty();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "cacheManager", "otherCacheManager" })
	void observesWaitsForLoads(String manager) {
		withActuator().withUserConfiguration(Tracing.class).run((context) -> {
			Connections.await(context);
			Cache cache = context.getBean(manager, CacheManager.class).getCache("books");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Thread[] waiting = new Thread[1];
			cache.get("waited-for", () -> {
				waiting[0] = new Thread(() -> cache.get("waited-for", () -> "other"));
				waiting[0].start();
				Awaitility.await().until(() -> {
					LongTaskTimer now = registry.find("memcached.load.wait.active").longTaskTimer();
					return now != null && now.activeTasks() == 1;
				});
				return "value";
			});
			waiting[0].join();
			assertThat(registry.get("memcached.load.wait").tag("cache", "books").timer().count()).isOne();
		});
	}

	@Test
	void letsTheApplicationListenToWaits() {
		LoadWaitListener listener = (cache, key) -> LoadWaitListener.Caller.UNHEARD;
		withActuator().withUserConfiguration(Tracing.class)
			.withBean(LoadWaitListener.class, () -> listener)
			.run((context) -> assertThat(context.getBean(LoadWaitListener.class)).isSameAs(listener));
	}

	@Test
	void usesTheConventionOfTheApplication() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		this.runner.withBean(TestObservationRegistry.class, () -> registry)
			.withBean(MemcachedCommandConvention.class, NamedConvention::new)
			.withPropertyValues(ON)
			.run((context) -> {
				putAndGet(context);
				assertThat(registry).hasObservationWithNameEqualTo("shop.memcached");
			});
	}

	/** The connection is there before the registry then. */
	@Test
	void startsWhenAHandlerNeedsTheCache() {
		withActuator().withUserConfiguration(CachedListening.class).withPropertyValues(ON).run((context) -> {
			assertThat(context).hasNotFailed();
			putAndGet(context);
			assertThat(context.getBean(Listener.class).names).contains("memcached.command");
		});
	}

	@Test
	void isAbsentWithoutARegistry() {
		this.runner.withPropertyValues(ON).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(MemcachedObservations.class);
			putAndGet(context);
		});
	}

	@Test
	void doesWithoutTracingAndMetrics() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		this.runner.withBean(TestObservationRegistry.class, () -> registry)
			.withClassLoader(
					new FilteredClassLoader(TracingObservationHandler.class, MeterRegistry.class, MeterFilter.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(MemcachedObservations.class);
				putAndGet(context);
				assertThat(registry).doesNotHaveAnyObservation();
			});
	}

	private static void putAndGet(ApplicationContext context) {
		Connections.await(context);
		Cache cache = context.getBean(CacheManager.class).getCache("books");
		assertThat(cache).isNotNull();
		cache.put("key", "value");
		assertThat(cache.get("key", String.class)).isEqualTo("value");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	@Configuration(proxyBeanMethods = false)
	static class Tracing {

		@Bean
		SimpleTracer tracer() {
			return new SimpleTracer();
		}

		@Bean
		DefaultTracingObservationHandler tracingHandler(SimpleTracer tracer) {
			return new DefaultTracingObservationHandler(tracer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CachedListening {

		@Bean
		Listener listener(CacheManager cacheManager) {
			assertThat(cacheManager).isNotNull();
			return new Listener();
		}

	}

	static class Listener implements ObservationHandler<MemcachedCommandContext> {

		private final List<String> names = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(MemcachedCommandContext context) {
			this.names.add(context.getName());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof MemcachedCommandContext;
		}

	}

	static class NamedConvention extends DefaultMemcachedCommandConvention {

		@Override
		public String getName() {
			return "shop.memcached";
		}

	}

}
