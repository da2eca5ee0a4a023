package io.github.memcachedspring.autoconfigure.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.cache.MemcachedCacheStatistics;
import io.github.memcachedspring.cache.TtlFunction;
import io.github.memcachedspring.client.ConnectionStatus;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.MigrationProgress;
import io.github.memcachedspring.migration.MigrationVerdict;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.WarmUpProgress.State;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(MemcachedServerExtension.class)
class MemcachedEndpointTests {

	private static final String[] MIGRATION = { "memcached.migration.phase=prepare",
			"memcached.migration.from.servers=127.0.0.1:1" };

	private final MemcachedServer server;

	MemcachedEndpointTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void tellsTheEffectiveSettingsOfACache() {
		EndpointContexts
			.exposed(this.server, "memcached.cache.time-to-live=2h", "memcached.cache.jitter=0.2",
					"memcached.cache.caches.books.time-to-live=10m", "memcached.cache.caches.books.refresh-ahead=20%",
					"memcached.cache.caches.books.serve-stale=30s", "memcached.cache.caches.books.on-error=throw",
					"memcached.cache.caches.prices.codec=jdk", "memcached.cache.caches.prices.time-to-idle=5m")
			.withBean(TtlFunction.class, () -> (cache, key, value) -> null)
			.run((context) -> {
				MemcachedEndpoint endpoint = endpoint(context);
				assertThat(endpoint.memcached().caches()).extracting(CacheDescriptor::name)
					.containsExactlyInAnyOrder("books", "prices");
				assertThat(cache(endpoint, "books").settings()).isEqualTo(
						new CacheSettingsDescriptor(Duration.ofMinutes(10), true, null, true, Duration.ofMinutes(1),
								0.2, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60), "20%",
								Duration.ofSeconds(30), "json", Duration.ofSeconds(1), "throw", true));
				CacheSettingsDescriptor prices = cache(endpoint, "prices").settings();
				assertThat(prices.timeToLive()).isEqualTo(Duration.ofHours(2));
				assertThat(prices.timeToIdle()).isEqualTo(Duration.ofMinutes(5));
				assertThat(prices.codec()).isEqualTo("jdk");
				assertThat(prices.refreshAhead()).isNull();
				assertThat(prices.onError()).isEqualTo("miss");
			});
	}

	@Test
	void tellsStatisticsAndTheGenerationOnEachNode() {
		EndpointContexts.exposed(this.server, "memcached.cache.caches.books.time-to-live=10m").run((context) -> {
			assertThat(cache(endpoint(context), "books").generations()).isEmpty();
			var books = Objects.requireNonNull(context.getBean(CacheManager.class).getCache("books"));
			Connections.await(context);
			books.put("1", "Emma");
			books.get("1");
			books.get("2");
			CacheDescriptor described = cache(endpoint(context), "books");
			MemcachedCacheStatistics statistics = described.statistics();
			assertThat(statistics.hits()).isOne();
			assertThat(statistics.misses()).isOne();
			assertThat(statistics.puts()).isOne();
			assertThat(described.generations()).containsOnlyKeys(this.server.node().toString());
			assertThat(this.server.command("mg shop:g:books: v"))
				.contains(described.generations().get(this.server.node().toString()));
		});
	}

	@Test
	void looksWithoutMakingCachesOrAskingServers() {
		EndpointContexts.exposed(this.server).run((context) -> {
			MemcachedEndpoint endpoint = endpoint(context);
			long commands = this.server.stat("cmd_get");
			assertThat(endpoint.cache("caches", "nobody-asked-for-it", null)).isNull();
			assertThat(endpoint.clear("caches", "nobody-asked-for-it", null)).isFalse();
			endpoint.memcached();
			assertThat(context.getBean(CacheManager.class).getCacheNames()).isEmpty();
			assertThat(this.server.stat("cmd_get")).isEqualTo(commands);
		});
	}

	@Test
	void clearsACache() {
		EndpointContexts.exposed(this.server).run((context) -> {
			var books = Objects.requireNonNull(context.getBean(CacheManager.class).getCache("books"));
			Connections.await(context);
			books.put("1", "Emma");
			assertThat(endpoint(context).clear("caches", "books", null)).isTrue();
			assertThat(books.get("1")).isNull();
			assertThat(endpoint(context).clear("clusters", "books", null)).isFalse();
		});
	}

	@Test
	void tellsCachesOfSeveralManagersApart() {
		EndpointContexts.exposed(this.server).withUserConfiguration(OtherManager.class).run((context) -> {
			MemcachedEndpoint endpoint = endpoint(context);
			context.getBean("cacheManager", CacheManager.class).getCache("books");
			context.getBean("otherCacheManager", CacheManager.class).getCache("books");
			assertThat(endpoint.memcached().caches()).extracting(CacheDescriptor::cacheManager)
				.containsExactlyInAnyOrder("cacheManager", "otherCacheManager");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.cache("caches", "books", null))
				.withMessageContainingAll("'books'", "'cacheManager'", "otherCacheManager");
			CacheDescriptor other = endpoint.cache("caches", "books", "otherCacheManager");
			assertThat(Objects.requireNonNull(other).cacheManager()).isEqualTo("otherCacheManager");
			assertThat(other.cluster()).isEqualTo("primary");
			assertThat(other.settings().codec()).isEqualTo(OddCodec.class.getName());
			assertThat(endpoint.cache("caches", "books", "none")).isNull();
		});
	}

	@Test
	void tellsHowEachNodeIsDoing() {
		try (MemcachedServer dead = MemcachedServer.start()) {
			EndpointContexts.exposed(this.server).run((context) -> {
				Connections.await(context);
				NodeDescriptor node = node(endpoint(context), 0);
				assertThat(node.address()).isEqualTo(this.server.node().toString());
				assertThat(node.connection()).isEqualTo(new ConnectionStatus(true, 1, 0, true));
				assertThat(node.leftAlone()).isFalse();
			});
			dead.kill();
			EndpointContexts.exposed(dead).run((context) -> {
				var books = Objects.requireNonNull(context.getBean(CacheManager.class).getCache("books"));
				Awaitility.await().until(() -> {
					books.put("1", "Emma");
					return node(endpoint(context), 0).leftAlone();
				});
				NodeDescriptor node = node(endpoint(context), 0);
				assertThat(node.connection().connected()).isFalse();
				assertThat(node.timesLeftAlone()).isOne();
				assertThat(node.pendingDeletes()).isOne();
			});
		}
	}

	@Test
	void movesThisInstanceToAnotherPhaseAndTellsOfItsProgress() {
		EndpointContexts.exposed(this.server, MIGRATION).run((context) -> {
			MemcachedEndpoint endpoint = endpoint(context);
			assertThat(endpoint.memcached().clusters()).extracting(ClusterDescriptor::name)
				.containsExactlyInAnyOrder("primary", "old");
			assertThat(Objects.requireNonNull(endpoint.memcached().migration()).phase()).isEqualTo("prepare");
			context.getBean(CacheManager.class).getCache("books");
			assertThat(cache(endpoint, "books").cluster()).isEqualTo("primary");
			MemcachedDescriptor moved = Objects.requireNonNull(endpoint.change("migration", "read-through", null));
			assertThat(moved.migration()).isEqualTo(new MigrationDescriptor("read-through",
					new MigrationProgress(0, 0, 0, 0, 0, 0, 0, 0, MigrationVerdict.NEEDED)));
			assertThat(moved.clusters()).isNull();
			assertThat(context.getBean(MigrationController.class).getPhase()).isEqualTo(MigrationPhase.READ_THROUGH);
		});
	}

	@Test
	void saysWhatIsWrongWithAChange() {
		EndpointContexts.exposed(this.server, MIGRATION).run((context) -> {
			MemcachedEndpoint endpoint = endpoint(context);
			String phases = "'phase' must be one of [prepare, read-through, done]: ";
			assertThatIsRefused(endpoint, "migration", "done", "cannot move to 'DONE'");
			assertThatIsRefused(endpoint, "migration", "none", "'none' is a matter of configuration");
			assertThatIsRefused(endpoint, "migration", "READ_THROUGH", phases + "'READ_THROUGH'");
			assertThatIsRefused(endpoint, "migration", null, phases + "'null'");
			assertThatIsRefused(endpoint, "caches", "done",
					"'caches' cannot be changed; 'migration' and 'warm-up' can");
			assertThatIsRefused(endpoint, "nonsense", "done", "'nonsense' cannot be changed");
			assertThat(context.getBean(MigrationController.class).getPhase()).isEqualTo(MigrationPhase.PREPARE);
		});
	}

	private static void assertThatIsRefused(MemcachedEndpoint endpoint, String part, @Nullable String phase,
			String message) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> endpoint.change(part, phase, null))
			.satisfies((ex) -> assertThat(ex.getReason()).contains(message));
	}

	@Test
	void saysThatThereIsNothingToMoveOrToWarmUp() {
		EndpointContexts.with(this.server, "management.endpoints.web.exposure.include=memcached").run((context) -> {
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint(context).change("migration", "done", null))
				.withMessageContaining("There is no migration; 'memcached.migration.phase' begins one");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint(context).change("warm-up", null, null))
				.withMessageContaining("There is no warm-up; declare 'CacheWarmer' beans");
			assertThat(endpoint(context).part("migration")).isNull();
			assertThat(endpoint(context).part("warm-up")).isNull();
		});
	}

	@Test
	void startsAWarmUpAndTellsOfItsProgress() {
		EndpointContexts.exposed(this.server).run((context) -> {
			this.server.flushAll();
			MemcachedEndpoint endpoint = endpoint(context);
			assertThat(warmUp(endpoint).warmers()).extracting(WarmerDescriptor::state)
				.containsExactly(State.PENDING, State.PENDING);
			endpoint.change("warm-up", null, List.of("books"));
			Awaitility.await().until(() -> !context.getBean(CacheWarmUp.class).isRunning());
			WarmerDescriptor books = warmUp(endpoint).warmers().get(0);
			assertThat(books.name()).isEqualTo("books");
			assertThat(books.cache()).isEqualTo("books");
			assertThat(books.state()).isEqualTo(State.DONE);
			assertThat(books.percent()).isEqualTo(100);
			assertThat(books.filled() + books.present()).isEqualTo(3);
			assertThat(warmUp(endpoint).warmers().get(1).state()).isEqualTo(State.PENDING);
			assertThat(warmUp(endpoint).warmers().get(1).percent()).isNull();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.change("warm-up", null, List.of("films")))
				.withMessageContaining("There is no warmer 'films'; there are [books, prices]");
		});
	}

	@Test
	void tellsOnePart() {
		EndpointContexts.exposed(this.server, MIGRATION).run((context) -> {
			MemcachedEndpoint endpoint = endpoint(context);
			assertThat(part(endpoint, "clusters")).hasAllNullFieldsOrPropertiesExcept("clusters");
			assertThat(part(endpoint, "caches")).hasAllNullFieldsOrPropertiesExcept("caches");
			assertThat(part(endpoint, "migration")).hasAllNullFieldsOrPropertiesExcept("migration");
			for (String name : List.of("warm-up", "warmUp", "warmup")) {
				assertThat(part(endpoint, name)).hasAllNullFieldsOrPropertiesExcept("warmUp");
			}
			assertThat(endpoint.part("nonsense")).isNull();
			assertThat(endpoint.cache("clusters", "books", null)).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { MemcachedDescriptor.class, ClusterDescriptor.class, NodeDescriptor.class,
			ConnectionStatus.class, CacheDescriptor.class, CacheSettingsDescriptor.class, MigrationDescriptor.class,
			MigrationProgress.class, WarmUpDescriptor.class, WarmerDescriptor.class, MemcachedCacheStatistics.class })
	void nativeImagesCanWriteWhatItTells(Class<?> type) {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, MemcachedEndpoint.class,
				MemcachedEndpointWebExtension.class);
		Stream.of(type.getRecordComponents())
			.forEach((component) -> assertThat(
					RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
				.accepts(hints));
	}

	private static MemcachedEndpoint endpoint(ApplicationContext context) {
		return context.getBean(MemcachedEndpoint.class);
	}

	private static CacheDescriptor cache(MemcachedEndpoint endpoint, String name) {
		return Objects.requireNonNull(endpoint.cache("caches", name, null));
	}

	private static NodeDescriptor node(MemcachedEndpoint endpoint, int index) {
		return Objects.requireNonNull(endpoint.memcached().clusters()).get(0).nodes().get(index);
	}

	private static WarmUpDescriptor warmUp(MemcachedEndpoint endpoint) {
		return Objects.requireNonNull(endpoint.memcached().warmUp());
	}

	private static MemcachedDescriptor part(MemcachedEndpoint endpoint, String name) {
		return Objects.requireNonNull(endpoint.part(name));
	}

	@Configuration(proxyBeanMethods = false)
	static class OtherManager {

		@Bean(defaultCandidate = false)
		MemcachedCacheManager otherCacheManager(MemcachedOperations operations) {
			return MemcachedCacheManager
				.builder(operations,
						MemcachedCacheConfiguration.of(Transcoder.of(new OddCodec(), Compression.defaults())))
				.keyPrefix("other")
				.build();
		}

	}

	/** Java serialization under another id. */
	static class OddCodec implements ObjectCodec {

		private final ObjectCodec jdk = ObjectCodec.jdk(TrustedTypes.ofPackages("com.example"), null);

		@Override
		public int id() {
			return 200;
		}

		@Override
		public byte[] encode(Object value) {
			return this.jdk.encode(value);
		}

		@Override
		public Object decode(byte[] bytes, int offset, int length) {
			return this.jdk.decode(bytes, offset, length);
		}

	}

}
