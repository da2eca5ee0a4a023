package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.memcachedspring.autoconfigure.embedded.EmbeddedMemcachedProperties;
import io.github.memcachedspring.autoconfigure.health.MemcachedHealthProperties;
import io.github.memcachedspring.autoconfigure.observation.MemcachedObservationProperties;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.migration.MigrationSettings;
import io.github.memcachedspring.warmup.WarmUpSettings;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what editors are told of the properties.
 */
class ConfigurationMetadataTests {

	/** Have no value unless they are set. */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("memcached.cache.key-prefix",
			"memcached.cache.time-to-idle", "memcached.cache.trusted-packages", "memcached.cache.caches",
			"memcached.clusters", "memcached.chaos.seed", "memcached.username", "memcached.password",
			"memcached.ssl.enabled", "memcached.ssl.bundle", "memcached.discovery.endpoint",
			"memcached.migration.from.discovery.endpoint", "memcached.migration.until",
			"memcached.migration.longest-time-to-live", "memcached.migration.from.servers",
			"memcached.migration.from.username", "memcached.migration.from.password",
			"memcached.migration.from.ssl.enabled", "memcached.migration.from.ssl.bundle",
			"memcached.migration.from.key-prefix", "memcached.migration.from.distribution",
			"memcached.migration.from.distribution-names", "memcached.observation.enabled");

	/** Without those of another starter, which are not used. */
	private static final Map<String, JsonNode> PROPERTIES = load();

	private static Map<String, JsonNode> load() {
		String root = MemcachedAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toString();
		try {
			JsonNode metadata = JsonMapper.shared()
				.readTree(URI.create(root + "META-INF/spring-configuration-metadata.json").toURL().openStream());
			Map<String, JsonNode> properties = new TreeMap<>();
			metadata.get("properties").forEach((property) -> properties.put(property.get("name").asString(), property));
			properties.values().removeIf((property) -> property.has("deprecation"));
			return properties;
		}
		catch (IOException ex) {
			throw new IllegalStateException("Was the annotation processor run?", ex);
		}
	}

	@Test
	void everyPropertyIsThere() {
		assertThat(PROPERTIES.keySet()).filteredOn((name) -> !name.startsWith("management."))
			.hasSize(Stream
				.of(MemcachedProperties.class, MemcachedClusterProperties.Breaker.class,
						MemcachedClusterProperties.Ssl.class, MemcachedClusterProperties.Discovery.class,
						MemcachedCacheProperties.class, MemcachedCacheProperties.Compression.class,
						MemcachedAtomicProperties.class, MemcachedAtomicProperties.Retry.class,
						EmbeddedMemcachedProperties.class, MemcachedChaosProperties.class,
						MemcachedMigrationProperties.class, MemcachedMigrationProperties.Verdict.class,
						MemcachedMigrationProperties.From.class, MemcachedClusterProperties.Breaker.class,
						MemcachedClusterProperties.Ssl.class, MemcachedClusterProperties.Discovery.class,
						MemcachedWarmUpProperties.class, MemcachedHealthProperties.class,
						MemcachedObservationProperties.class)
				.mapToInt(ConfigurationMetadataTests::setters)
				.sum() + 2)
			.contains("memcached.clusters", "memcached.servers", "memcached.cache.codec",
					"memcached.cache.compression.threshold", "memcached.cache.caches", "memcached.chaos.seed");
	}

	/** Under the names that Spring Boot looks for. */
	@Test
	void healthAndEndpointAreSetLikeThoseOfSpringBoot() {
		assertThat(PROPERTIES.keySet()).filteredOn((name) -> name.startsWith("management."))
			.containsExactly("management.endpoint.memcached.access", "management.endpoint.memcached.cache.time-to-live",
					"management.health.memcached.enabled");
		assertThat(PROPERTIES.get("management.endpoint.memcached.access").get("defaultValue").asString())
			.isEqualTo("read-only");
	}

	private static int setters(Class<?> type) {
		return (int) Arrays.stream(BeanUtils.getPropertyDescriptors(type))
			.filter((property) -> property.getWriteMethod() != null)
			.count();
	}

	@Test
	void everyPropertyHasATypeAndADescription() {
		assertThat(PROPERTIES).allSatisfy((name, property) -> {
			assertThat(property.path("type").asString("")).isNotEmpty();
			assertThat(property.path("description").asString("")).endsWith(".")
				.doesNotContain("\n")
				.doesNotStartWithIgnoringCase("the ")
				.doesNotStartWithIgnoringCase("a ")
				.doesNotStartWithIgnoringCase("an ");
		});
	}

	@Test
	void descriptionsFollowTheCustomOfSpringBoot() {
		assertThat(PROPERTIES).allSatisfy((name, property) -> {
			String type = property.get("type").asString();
			String description = property.get("description").asString();
			assertThat(description.startsWith("Whether ")).isEqualTo(type.equals("java.lang.Boolean"));
			assertThat(description.startsWith("Comma-separated list of ")).isEqualTo(type.startsWith("java.util.List"));
		});
	}

	@Test
	void everyPropertyHasADefaultUnlessItMayBeUnset() {
		assertThat(PROPERTIES).allSatisfy((name, property) -> assertThat(property.has("defaultValue")).as(name)
			.isNotEqualTo(WITHOUT_DEFAULT.contains(name)));
	}

	@Test
	void defaultsAreThoseOfTheCode() {
		MemcachedProperties client = new MemcachedProperties();
		MemcachedCacheProperties cache = new MemcachedCacheProperties();
		assertThat(PROPERTIES.get("memcached.servers").get("defaultValue").get(0).asString())
			.isEqualTo(client.getServers().get(0));
		EmbeddedMemcachedProperties embedded = new EmbeddedMemcachedProperties();
		assertThat(PROPERTIES.get("memcached.embedded.port").get("defaultValue").asInt()).isEqualTo(embedded.getPort());
		assertThat(DataSize.parse(PROPERTIES.get("memcached.embedded.memory-limit").get("defaultValue").asString()))
			.isEqualTo(embedded.getMemoryLimit());
		MemcachedChaosProperties chaos = new MemcachedChaosProperties();
		assertThat(duration("memcached.chaos.latency")).isEqualTo(chaos.getLatency());
		assertThat(duration("memcached.chaos.jitter")).isEqualTo(chaos.getJitter());
		assertThat(PROPERTIES.get("memcached.chaos.error-rate").get("defaultValue").asDouble())
			.isEqualTo(chaos.getErrorRate());
		MemcachedMigrationProperties migration = new MemcachedMigrationProperties();
		assertThat(duration("memcached.migration.budget")).isEqualTo(migration.getBudget());
		assertThat(duration("memcached.migration.copy-time-to-live")).isEqualTo(migration.getCopyTimeToLive())
			.isEqualTo(MigrationSettings.DEFAULTS.copyTimeToLive());
		assertThat(duration("memcached.migration.verdict.time")).isEqualTo(migration.getVerdict().getTime())
			.isEqualTo(MigrationSettings.DEFAULTS.smallShareTime());
		assertThat(PROPERTIES.get("memcached.migration.verdict.share").get("defaultValue").asDouble())
			.isEqualTo(migration.getVerdict().getShare())
			.isEqualTo(MigrationSettings.DEFAULTS.smallShare());
		assertThat(duration("memcached.timeout")).isEqualTo(client.getTimeout());
		assertThat(duration("memcached.connect-timeout")).isEqualTo(client.getConnectTimeout());
		MemcachedClusterProperties.Breaker breaker = client.getBreaker();
		assertThat(duration("memcached.breaker.window")).isEqualTo(breaker.getWindow());
		assertThat(duration("memcached.breaker.probe-interval")).isEqualTo(breaker.getProbeInterval());
		assertThat(new GuardSettings(breaker.getConsecutiveFailures(), breaker.getFailureRate(),
				breaker.getMinimumCalls(), breaker.getWindow(), breaker.getProbeInterval(), client.getPendingDeletes()))
			.isEqualTo(GuardSettings.DEFAULTS);
		MemcachedAtomicProperties.Retry retry = new MemcachedAtomicProperties().getRetry();
		assertThat(duration("memcached.atomic.retry.max-time")).isEqualTo(retry.getMaxTime());
		assertThat(duration("memcached.atomic.retry.longest-delay")).isEqualTo(retry.getLongestDelay());
		MemcachedWarmUpProperties warmUp = new MemcachedWarmUpProperties();
		assertThat(duration("memcached.warm-up.deadline")).isEqualTo(warmUp.getDeadline());
		assertThat(WarmUpSettings.DEFAULTS.withRate(warmUp.getRate()).withConcurrency(warmUp.getConcurrency()))
			.isEqualTo(WarmUpSettings.DEFAULTS);
		assertThat(duration("memcached.health.timeout")).isEqualTo(new MemcachedHealthProperties().getTimeout());
		assertThat(duration("memcached.cache.time-to-live")).isEqualTo(cache.getTimeToLive());
		assertThat(duration("memcached.cache.null-time-to-live")).isEqualTo(cache.getNullTimeToLive());
		assertThat(duration("memcached.cache.lease")).isEqualTo(cache.getLease());
		assertThat(duration("memcached.cache.wait-limit")).isEqualTo(cache.getWaitLimit());
		assertThat(duration("memcached.cache.load-limit")).isEqualTo(cache.getLoadLimit());
		assertThat(duration("memcached.cache.serve-stale")).isEqualTo(cache.getServeStale());
		assertThat(PROPERTIES.get("memcached.cache.refresh-ahead").get("defaultValue").asString())
			.isEqualTo(cache.getRefreshAhead())
			.isEqualTo(RefreshAheadText.NONE);
	}

	private static Duration duration(String name) {
		return DurationStyle.detectAndParse(PROPERTIES.get(name).get("defaultValue").asString());
	}

}
