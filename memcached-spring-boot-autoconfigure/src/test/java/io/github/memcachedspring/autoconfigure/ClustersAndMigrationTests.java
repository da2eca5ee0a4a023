package io.github.memcachedspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.migration.MigratingOperations;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with two further clusters whose primary one is on its way from an old
 * one. Which server is asked for what is told by the servers.
 */
class ClustersAndMigrationTests {

	private static final int KEYS = 10;

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer next = MemcachedServer.start();

	private final MemcachedServer sessions = MemcachedServer.start();

	private final MemcachedServer tokens = MemcachedServer.start();

	@AfterEach
	void stop() {
		Stream.of(this.old, this.next, this.sessions, this.tokens).forEach(MemcachedServer::close);
	}

	private ApplicationContextRunner moving(String phase) {
		return MigrationContexts.moving(phase, this.old, this.next)
			.withUserConfiguration(Shop.class)
			.withPropertyValues("memcached.clusters.sessions.servers=" + this.sessions.node(),
					"memcached.clusters.sessions.timeout=5s", "memcached.clusters.tokens.servers=" + this.tokens.node(),
					"memcached.clusters.tokens.timeout=5s");
	}

	@Test
	void eachCacheGoesWhereItShould() {
		MigrationContexts.on(this.old.node())
			.withUserConfiguration(Shop.class)
			.run((context) -> keys().forEach(context.getBean(Shop.class)::book));
		moving("read-through").run((context) -> {
			Shop shop = context.getBean(Shop.class);
			assertThat(context.getBeanProvider(MemcachedCluster.class).stream()).extracting(MemcachedCluster::name)
				.containsExactlyInAnyOrder("primary", "old", "sessions", "tokens");
			Commands before = Commands.of(this.old, this.next, this.sessions, this.tokens);
			keys().forEach(shop::book);
			keys().forEach((key) -> MigrationContexts.awaitCopy(this.next, "shop:c:books:s=" + key));
			MigrationController migration = context.getBean(MigrationController.class);
			Awaitility.await().until(() -> migration.getProgress().copied() == KEYS);
			assertThat(before.since(this.old)).isGreaterThanOrEqualTo(KEYS);
			assertThat(before.since(this.next)).isGreaterThanOrEqualTo(3 * KEYS);
			assertThat(before.since(this.sessions)).isZero();
			assertThat(before.since(this.tokens)).isZero();
			before = Commands.of(this.old, this.next, this.sessions, this.tokens);
			keys().forEach(shop::session);
			keys().forEach(shop::token);
			keys().forEach(shop::endSession);
			assertThat(before.since(this.sessions)).isGreaterThanOrEqualTo(3 * KEYS);
			assertThat(before.since(this.tokens)).isGreaterThanOrEqualTo(2 * KEYS);
			assertThat(before.since(this.old)).isZero();
			// What instances tell each other of their phase.
			assertThat(before.since(this.next)).isLessThan(KEYS);
		});
		assertThat(MigrationContexts.holds(this.sessions, "shop:c:sessions:s=key-0")).isFalse();
		assertThat(MigrationContexts.holds(this.tokens, "shop:c:tokens:s=key-0")).isTrue();
		assertThat(MigrationContexts.holds(this.next, "shop:c:books:s=key-0")).isTrue();
	}

	@Test
	void updatesAndCountersGoWhereTheyShould() {
		moving("read-through").run((context) -> {
			assertThat(context.getBean("cacheManager")).isInstanceOf(MemcachedCacheManager.class);
			assertThat(context.getBean("migratingMemcachedOperations")).isInstanceOf(MigratingOperations.class);
			context.getBean("tokensMemcachedCounters", MemcachedCounters.class).increment("issued");
			context.getBean("sessionsAtomicUpdateTemplate", AtomicUpdateTemplate.class)
				.on("sessions")
				.updateAndGet("key-0", String.class, (value) -> "updated");
			context.getBean(MemcachedCounters.class).increment("visitors");
			assertThat(this.tokens.command("mg shop:n::issued v")).endsWith("1");
			assertThat(this.next.command("mg shop:n::visitors v")).endsWith("1");
			assertThat(context.getBean(Shop.class).session("key-0")).isEqualTo("updated");
			Stream.of(this.old, this.next)
				.forEach((server) -> assertThat(MigrationContexts.holds(server, "shop:n::issued")).isFalse());
			Stream.of(this.old, this.next, this.tokens)
				.forEach((server) -> assertThat(MigrationContexts.holds(server, "shop:c:sessions:s=key-0")).isFalse());
		});
	}

	private static List<String> keys() {
		return IntStream.range(0, KEYS).mapToObj((i) -> "key-" + i).toList();
	}

	/** How many commands servers had been sent at a moment. */
	private record Commands(Map<MemcachedServer, Long> counts) {

		private static final List<String> COUNTERS = List.of("cmd_get", "cmd_set", "delete_hits", "delete_misses",
				"incr_hits", "incr_misses");

		static Commands of(MemcachedServer... servers) {
			return new Commands(Stream.of(servers).collect(Collectors.toMap(Function.identity(), Commands::count)));
		}

		private static long count(MemcachedServer server) {
			Map<String, String> stats = server.stats();
			return COUNTERS.stream().mapToLong((name) -> Long.parseLong(stats.get(name))).sum();
		}

		long since(MemcachedServer server) {
			return count(server) - this.counts.get(server);
		}

	}

	static class Shop {

		@Cacheable("books")
		String book(String key) {
			return "book " + key;
		}

		@Cacheable(cacheNames = "sessions", cacheManager = "sessionsCacheManager")
		String session(String key) {
			return "session " + key;
		}

		@CacheEvict(cacheNames = "sessions", cacheManager = "sessionsCacheManager")
		void endSession(String key) {
		}

		@Cacheable(cacheNames = "tokens", cacheManager = "tokensCacheManager")
		String token(String key) {
			return "token " + key;
		}

	}

}
