package io.github.memcachedspring.sample.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.sample.memcached.NeedsMemcached;
import io.github.memcachedspring.sample.memcached.TestMemcached;
import io.github.memcachedspring.sample.metrics.DocumentedMeters.Row;
import io.github.memcachedspring.warmup.CacheWarmUp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Compares what an application with Actuator and Prometheus tells of memcached with what
 * the README and the dashboard say that it does.
 */
@NeedsMemcached
@Timeout(60)
class MetersTests {

	private static final String PASSWORD = "secret-0815";

	private static Scrape scrape;

	@BeforeAll
	static void playAndScrape(@TempDir Path directory, @TempDir Path oldDirectory) throws Exception {
		try (TestMemcached memcached = TestMemcached.start(directory, "shop", PASSWORD);
				TestMemcached old = TestMemcached.start(oldDirectory, "shop", PASSWORD);
				ConfigurableApplicationContext shop = start(memcached, old)) {
			awaitConnectionsAndWarmUp(shop);
			play(shop);
			scrape = Scrape.of(get(shop, "/actuator/prometheus"));
		}
	}

	private static ConfigurableApplicationContext start(TestMemcached memcached, TestMemcached old) {
		return new SpringApplicationBuilder(MeteredShop.class).run("--server.port=0",
				"--spring.application.name=metered-shop", "--memcached.servers=" + memcached.node(),
				"--memcached.username=shop", "--memcached.password=" + PASSWORD, "--memcached.timeout=5s",
				"--memcached.migration.phase=read-through", "--memcached.migration.budget=5s",
				"--memcached.migration.from.timeout=5s", "--memcached.migration.from.servers=" + old.node(),
				"--memcached.migration.from.username=shop", "--memcached.migration.from.password=" + PASSWORD,
				"--management.metrics.distribution.percentiles-histogram.memcached.commands=true");
	}

	/**
	 * The start waits for connections for a moment only, and without them not for keys.
	 */
	private static void awaitConnectionsAndWarmUp(ConfigurableApplicationContext shop) {
		List<GuardedOperations> clusters = shop.getBeanProvider(MemcachedCluster.class)
			.stream()
			.map(MemcachedCluster::operations)
			.toList();
		await().until(() -> clusters.stream().allMatch(MetersTests::isConnected));
		CacheWarmUp warmUp = shop.getBean(CacheWarmUp.class);
		await().until(() -> warmUp.progress().stream().allMatch((progress) -> progress.state().isEnd()));
	}

	private static boolean isConnected(GuardedOperations cluster) {
		return cluster.nodes().stream().allMatch((node) -> cluster.on(node).connectionStatus().connected());
	}

	private static void play(ConfigurableApplicationContext shop) {
		for (String name : List.of("books", "authors")) {
			Cache cache = shop.getBean(CacheManager.class).getCache(name);
			for (int reads = 0; reads < 3; reads++) {
				assertThat(cache.get(MeteredShop.KEY, () -> "loaded")).isEqualTo("loaded");
			}
			cache.put(MeteredShop.KEY, "put");
			cache.evict(MeteredShop.KEY);
			cache.clear();
		}
		shop.getBean(AtomicUpdateTemplate.class).computeIfAbsent(MeteredShop.KEY, String.class, () -> "created");
		shop.getBean(MemcachedCounters.class).increment(MeteredShop.KEY);
	}

	private static String get(ConfigurableApplicationContext shop, String path)
			throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:" + shop.getEnvironment().getProperty("local.server.port") + path);
		var response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	static List<Row> rows() {
		return DocumentedMeters.rows();
	}

	@ParameterizedTest
	@MethodSource("rows")
	void everyMeterOfTheTableIsScraped(Row row) {
		assertThat(scrape.names()).containsAll(row.series());
		assertThat(scrape.samples()).filteredOn((sample) -> row.possibleSeries().contains(sample.name()))
			.allSatisfy((sample) -> assertThat(sample.tags().keySet()).filteredOn((tag) -> !tag.equals("le"))
				.containsExactlyInAnyOrderElementsOf(row.tags()));
	}

	@Test
	void noOtherMeterIsScraped() {
		assertThat(rows()).isNotEmpty().extracting(Row::meter).doesNotHaveDuplicates();
		assertThat(scrape.names())
			.isSubsetOf(rows().stream().flatMap((row) -> row.possibleSeries().stream()).collect(Collectors.toSet()));
	}

	@Test
	void noTagTellsAKeyOrASecret() {
		assertThat(scrape.samples()).isNotEmpty()
			.flatExtracting((sample) -> sample.tags().values())
			.noneMatch((value) -> value.contains(MeteredShop.KEY) || value.contains(PASSWORD));
	}

	@Test
	void countsWhatHappened() {
		Map<String, String> authors = Map.of("cache", "authors", "cache_manager", "cacheManager");
		assertThat(scrape.sum("memcached_cache_loads_total", authors)).isOne();
		assertThat(scrape.sum("cache_gets_total", authors)).isEqualTo(3);
		assertThat(scrape.sum("cache_puts_total", authors)).isEqualTo(2);
		assertThat(scrape.sum("memcached_cache_failures_total", Map.of())).isZero();
		assertThat(scrape.sum("memcached_node_connected", Map.of("cluster", "primary"))).isOne();
		assertThat(scrape.sum("memcached_node_connected", Map.of("cluster", "old"))).isOne();
		assertThat(scrape.sum("memcached_migration_phase", Map.of("phase", "read-through"))).isOne();
		assertThat(scrape.sum("memcached_warmup_keys", Map.of("warmer", "bestsellers", "result", "filled")))
			.isEqualTo(2);
		assertThat(scrape.sum("memcached_warmup_progress", Map.of())).isOne();
		assertThat(scrape.sum("memcached_counters_commands_total", Map.of("result", "counted"))).isOne();
		assertThat(scrape.sum("memcached_atomic_updates_total", Map.of("result", "applied"))).isOne();
	}

	@Test
	void theDashboardAsksForWhatIsScraped() {
		List<String> queries = DocumentedMeters.queries();
		assertThat(queries).hasSizeGreaterThan(20)
			.allSatisfy((query) -> assertThat(DocumentedMeters.names(query)).as(query).isNotEmpty());
		Set<String> asked = queries.stream()
			.flatMap((query) -> DocumentedMeters.names(query).stream())
			.collect(Collectors.toSet());
		// Until the table has the timer.
		boolean timed = rows().stream().anyMatch((row) -> row.meter().equals("memcached.commands"));
		assertThat(scrape.names())
			.containsAll(asked.stream().filter((name) -> timed || !name.startsWith("memcached_commands_")).toList());
	}

}
