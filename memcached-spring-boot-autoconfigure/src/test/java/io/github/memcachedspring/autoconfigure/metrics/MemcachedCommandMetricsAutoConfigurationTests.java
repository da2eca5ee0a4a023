package io.github.memcachedspring.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheAutoConfiguration;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.metrics.CommandTimers;
import io.github.memcachedspring.test.ConfigurationEndpoint;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
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
 * Tests for {@link MemcachedCommandMetricsAutoConfiguration}, with what Spring Boot
 * configures of metrics.
 */
@ExtendWith(MemcachedServerExtension.class)
class MemcachedCommandMetricsAutoConfigurationTests {

	private final MemcachedNode node;

	private final ApplicationContextRunner runner;

	MemcachedCommandMetricsAutoConfigurationTests(MemcachedServer server) {
		this.node = server.node();
		this.runner = withoutServers().withPropertyValues("memcached.servers=" + this.node);
	}

	private static ApplicationContextRunner withoutServers() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MemcachedAutoConfiguration.class, MemcachedCacheAutoConfiguration.class,
							CacheAutoConfiguration.class, MemcachedCommandMetricsAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("memcached.timeout=5s", "spring.application.name=commands-" + System.nanoTime());
	}

	private ApplicationContextRunner withMetrics() {
		return withMetrics(this.runner);
	}

	private static ApplicationContextRunner withMetrics(ApplicationContextRunner runner) {
		return runner.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
						PrometheusMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));
	}

	@Test
	void measuresTheCommandsOfCaches() {
		withMetrics().withPropertyValues("management.metrics.tags.application=shop").run((context) -> {
			putAndGet(context);
			Timer hits = context.getBean(MeterRegistry.class)
				.get(CommandTimers.NAME)
				.tag("cluster", "primary")
				.tag("node", this.node.toString())
				.tag("command", "get")
				.tag("outcome", "hit")
				.tag("application", "shop")
				.timer();
			assertThat(hits.count()).isOne();
			assertThat(hits.totalTime(TimeUnit.NANOSECONDS)).isPositive();
			assertThat(hits.takeSnapshot().histogramCounts()).isEmpty();
		});
	}

	/**
	 * Most commands take less than the millisecond that histograms usually begin with.
	 */
	@Test
	void hasPercentilesOnRequest() {
		withMetrics()
			.withPropertyValues("management.metrics.distribution.percentiles-histogram.memcached.commands=true")
			.run((context) -> {
				putAndGet(context);
				assertThat(context.getBean(PrometheusMeterRegistry.class).scrape().lines())
					.anyMatch((line) -> line.startsWith("memcached_commands_seconds_bucket{cluster=\"primary\"")
							&& line.contains("command=\"get\"") && line.contains("le=\"5.0E-5\""));
			});
	}

	@Test
	void followsServersThatLeave() {
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start();
				MemcachedServer leaving = MemcachedServer.start()) {
			endpoint.tell(1, this.node, leaving.node());
			withMetrics(withoutServers())
				.withPropertyValues("memcached.discovery.endpoint=" + endpoint.node(),
						"memcached.discovery.interval=1s")
				.run((context) -> {
					Search search = context.getBean(MeterRegistry.class)
						.find(CommandTimers.NAME)
						.tag("node", leaving.node().toString());
					MemcachedOperations operations = context.getBean(MemcachedOperations.class);
					Awaitility.await().ignoreExceptions().until(() -> operations.on(leaving.node()).ping().await());
					assertThat(search.timers()).isNotEmpty();
					endpoint.tell(2, this.node);
					Awaitility.await().until(() -> search.timers().isEmpty());
				});
		}
	}

	@Test
	void isSwitchedOffAsAnyMeter() {
		withMetrics().withPropertyValues("management.metrics.enable.memcached.commands=false").run((context) -> {
			putAndGet(context);
			assertThat(context.getBean(MeterRegistry.class).find(CommandTimers.NAME).timers()).isEmpty();
		});
	}

	@Test
	void reachesTheRegistriesOfTheApplication() {
		withMetrics().withBean("one", SimpleMeterRegistry.class)
			.withBean("two", SimpleMeterRegistry.class)
			.run((context) -> {
				putAndGet(context);
				assertThat(context.getBean("one", MeterRegistry.class).find(CommandTimers.NAME).timers()).isNotEmpty();
				assertThat(context.getBean("two", MeterRegistry.class).find(CommandTimers.NAME).timers()).isNotEmpty();
			});
	}

	/** The connection is there before the registry then. */
	@Test
	void startsWhenTheRegistryNeedsTheCache() {
		withMetrics().withUserConfiguration(CachedMetrics.class).run((context) -> {
			assertThat(context).hasNotFailed();
			putAndGet(context);
			assertThat(context.getBean(MeterRegistry.class).find(CommandTimers.NAME).timers()).isNotEmpty();
		});
	}

	@Test
	void isAbsentWithoutMetrics() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(CommandTimers.class);
			putAndGet(context);
		});
	}

	@Test
	void isAbsentWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("memcachedCommandTimers");
			putAndGet(context);
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
	static class CachedMetrics {

		@Bean
		MeterFilter cachedFilter(CacheManager cacheManager) {
			return MeterFilter.ignoreTags(cacheManager.getClass().getName());
		}

	}

}
