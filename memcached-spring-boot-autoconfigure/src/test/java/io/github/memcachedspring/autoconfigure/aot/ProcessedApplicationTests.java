package io.github.memcachedspring.autoconfigure.aot;

import java.nio.file.Path;
import java.util.function.Function;

import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.test.ConfigurationEndpoint;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.warmup.CacheWarmUp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.AotDetector;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that are processed ahead of time with some properties, and run
 * with others.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class ProcessedApplicationTests {

	private static final String ANSWER = "aot: Book[title=Emma], warm Book[title=Persuasion], 1, ";

	private static ProcessedApplication plain;

	private static ProcessedApplication migrating;

	private final MemcachedServer server;

	ProcessedApplicationTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeAll
	static void process(@TempDir Path directory) throws Exception {
		plain = ProcessedApplication.of(Shop.class, directory.resolve("plain"));
		migrating = ProcessedApplication.of(Shop.class, directory.resolve("migrating"),
				"--memcached.migration.phase=done");
	}

	@AfterAll
	static void close() throws Exception {
		plain.close();
		migrating.close();
	}

	@Test
	void doesWhatItDoesOtherwise() throws Exception {
		assertThat(plain.run(Program.class, servers(this.server), "--memcached.cache.key-prefix=plain"))
			.isEqualTo(ANSWER + "[primary]");
		assertThat(this.server.command("mg plain:c:books:s=Emma t")).matches("HD t(9[0-9]|100)");
	}

	@Test
	void migratesInOtherPhasesThanItWasProcessedIn() throws Exception {
		try (MemcachedServer old = MemcachedServer.start()) {
			assertThat(migrating.run(Program.class, servers(this.server), "--memcached.cache.key-prefix=moving",
					"--memcached.migration.phase=read-through", "--memcached.migration.from.servers=" + old.node()))
				.isEqualTo(ANSWER + "[old, primary]");
		}
		assertThat(migrating.run(Program.class, servers(this.server), "--memcached.cache.key-prefix=moved",
				"--memcached.migration.phase=done"))
			.isEqualTo(ANSWER + "[primary]");
	}

	@Test
	void doesNotMigrateInPhaseNone() throws Exception {
		assertThat(migrating.run(Program.class, servers(this.server), "--memcached.cache.key-prefix=unset",
				"--memcached.migration.phase=none"))
			.isEqualTo(ANSWER + "[primary]");
		try (MemcachedServer old = MemcachedServer.start()) {
			long connections = old.stat("total_connections");
			assertThat(migrating.run(Program.class, servers(this.server), "--memcached.cache.key-prefix=unmoved",
					"--memcached.migration.phase=none", "--memcached.migration.from.servers=" + old.node()))
				.isEqualTo(ANSWER + "[primary]");
			assertThat(old.stat("total_connections")).as("with the one that asks").isEqualTo(connections + 1);
			assertThat(this.server.command("mg unmoved:phase::none s")).isEqualTo("EN");
		}
	}

	@Test
	void refusesAMigrationThatWouldNotHappen() throws Exception {
		assertThat(plain.run(Program.class, servers(this.server), "--memcached.migration.phase=read-through"))
			.contains("memcached.migration.phase", "The application was processed ahead of time without a migration");
	}

	@Test
	void refusesToCopyUnlessItWasProcessedToDoSo() throws Exception {
		assertThat(migrating.run(Program.class, servers(this.server), "--memcached.migration.phase=read-through",
				"--memcached.migration.from.servers=127.0.0.1:1", "--memcached.warm-up.from-migration-source=true"))
			.contains("memcached.warm-up.from-migration-source",
					"The application was processed ahead of time with 'false'");
	}

	@Test
	void usesTheEmbeddedServerOnlyIfThatWasWantedAndNoServersAreNamed(@TempDir Path directory) throws Exception {
		try (ProcessedApplication embedded = ProcessedApplication.of(Shop.class, directory,
				"--memcached.embedded.enabled=true")) {
			assertThat(embedded.run(Program.class)).isEqualTo(ANSWER + "[primary]");
			assertThat(embedded.run(Program.class, servers(this.server))).contains("memcached.servers",
					"The application was processed ahead of time with 'memcached.embedded.enabled'");
		}
	}

	@Test
	void discoversServersWhereItRuns() throws Exception {
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start()) {
			endpoint.tell(1, this.server.node());
			assertThat(plain.run(Program.class, "--memcached.discovery.endpoint=" + endpoint.node(),
					"--memcached.cache.key-prefix=discovered"))
				.isEqualTo(ANSWER + "[primary]");
		}
	}

	private static String servers(MemcachedServer server) {
		return "--memcached.servers=" + server.node();
	}

	/** Uses a bit of everything. */
	static class Program implements Function<String[], String> {

		@Override
		public String apply(String[] arguments) {
			try {
				Shop.main(arguments);
				try (ConfigurableApplicationContext context = Shop.context) {
					return use(context);
				}
			}
			catch (RuntimeException ex) {
				return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex));
			}
		}

		private static String use(ConfigurableApplicationContext context) {
			Connections.await(context);
			context.getBean(CacheWarmUp.class).start().join();
			CacheManager caches = context.getBean(CacheManager.class);
			Shop.Books books = context.getBean(Shop.Books.class);
			books.find("Emma");
			return "%s: %s, warm %s, %s, %s".formatted(AotDetector.useGeneratedArtifacts() ? "aot" : "jvm",
					books.find("Emma"), caches.getCache("books").get("Persuasion", Shop.Book.class),
					context.getBean(MemcachedCounters.class).increment("visits").orThrow(),
					context.getBeanProvider(MemcachedCluster.class)
						.stream()
						.map(MemcachedCluster::name)
						.sorted()
						.toList());
		}

	}

}
