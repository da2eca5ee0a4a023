package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.autoconfigure.MigrationContexts.Books;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.migration.MigratingOperations;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.MigrationSettings;
import io.github.memcachedspring.migration.MigrationVerdict;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.RecordingServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link MemcachedMigrationAutoConfiguration}. */
@ExtendWith(OutputCaptureExtension.class)
class MemcachedMigrationAutoConfigurationTests {

	private static final MemcachedNode NOBODY = new MemcachedNode("127.0.0.1", 1);

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer next = MemcachedServer.start();

	@AfterEach
	void stop() {
		this.old.close();
		this.next.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "memcached.migration.phase=none", "memcached.migration.from.servers=old:1" })
	void doesNothingUnlessAPhaseIsSet(String property) {
		MigrationContexts.on(this.next.node(), property).run((context) -> {
			assertThat(context).hasSingleBean(MemcachedOperations.class);
			assertThat(context).doesNotHaveBean(MigrationController.class);
			assertThat(context).doesNotHaveBean(PhaseAnnouncer.class);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "prepare", "read-through", "READ_THROUGH" })
	void putsBothClustersInThePlaceOfOne(String phase) {
		MigrationContexts.moving(phase, this.old, this.next).run((context) -> {
			assertThat(context.getBean(MemcachedOperations.class)).isInstanceOf(MigratingOperations.class);
			assertThat(context.getBean(MigrationController.class).getPhase().name().replace('_', '-'))
				.isEqualToIgnoringCase(phase.replace('_', '-'));
		});
	}

	@Test
	void saysThatThePropertyCanGo(CapturedOutput output) {
		MigrationContexts.on(this.next.node(), "memcached.migration.phase=done").run((context) -> {
			assertThat(context.getBean(MigrationController.class).getPhase()).isEqualTo(MigrationPhase.DONE);
			assertThat(output.getOut().lines().filter((line) -> line.contains("'memcached.migration'"))).singleElement()
				.asString()
				.contains("INFO", "can be removed from the configuration");
		});
	}

	@Test
	void leavesOperationsOfTheApplicationAlone() {
		MigrationContexts.moving("read-through", this.old, this.next)
			.withBean("mine", MemcachedOperations.class, UnusedCluster::new)
			.run((context) -> assertThat(context).doesNotHaveBean(MigrationController.class));
	}

	@Test
	void startsAfterTheTimeThatTheOldClusterIsReadUntil(CapturedOutput output) {
		MigrationContexts.on(this.old.node()).run((context) -> context.getBean(Books.class).find("emma"));
		MigrationContexts.moving("read-through", this.old, this.next, "memcached.migration.until=2026-01-01")
			.run((context) -> {
				Books books = context.getBean(Books.class);
				books.find("emma");
				assertThat(books.loads()).containsExactly("emma");
				assertThat(output)
					.contains("'memcached.migration.until' has come ('2026-01-01'): the old cluster is not read");
			});
	}

	@Test
	void preparesAfterThatTimeWithTheOldClusterAllTheSame(CapturedOutput output) {
		MigrationContexts.on(this.old.node()).run((context) -> context.getBean(Books.class).find("emma"));
		MigrationContexts.moving("prepare", this.old, this.next, "memcached.migration.until=2026-01-01")
			.run((context) -> {
				Books books = context.getBean(Books.class);
				books.find("emma");
				assertThat(books.loads()).isEmpty();
				assertThat(output)
					.contains("('2026-01-01'): in phase 'read-through' the old cluster would not be read");
			});
	}

	@Test
	void turnsPropertiesIntoSettings() {
		MemcachedMigrationProperties properties = new MemcachedMigrationProperties();
		properties.setDryRun(true);
		properties.setUntil("2999-01-31T18:00:00+01:00");
		properties.setCopyTimeToLive(Duration.ofSeconds(7));
		properties.setLongestTimeToLive(Duration.ofDays(2));
		properties.getVerdict().setShare(0.25);
		properties.getVerdict().setTime(Duration.ofMinutes(3));
		MemcachedCacheProperties cache = new MemcachedCacheProperties();
		cache.setClearPropagation(Duration.ofSeconds(4));
		MigrationSettings settings = settings(properties, cache);
		assertThat(settings)
			.isEqualTo(new MigrationSettings(true, Instant.parse("2999-01-31T17:00:00Z"), Duration.ofSeconds(7),
					Duration.ofDays(2), Duration.ofSeconds(4), 0.25, Duration.ofMinutes(3), settings.timeToLive()));
		properties.setUntil("2999-01-31");
		assertThat(settings(properties, cache).until()).isEqualTo(Instant.parse("2999-01-31T00:00:00Z"));
	}

	private static MigrationSettings settings(MemcachedMigrationProperties properties, MemcachedCacheProperties cache) {
		return new MigrationSettingsFactory(properties).create(cache, new MemcachedAtomicProperties(), (key) -> null);
	}

	@Test
	void takesTheLongestTimeToLiveThatTheCachesHave() {
		MemcachedMigrationProperties properties = new MemcachedMigrationProperties();
		MemcachedCacheProperties cache = new MemcachedCacheProperties();
		cache.setTimeToLive(Duration.ofMinutes(10));
		assertThat(settings(properties, cache).longestTimeToLive()).as("of atomic updates")
			.isEqualTo(Duration.ofHours(1));
		cache.setTimeToLive(Duration.ofHours(2));
		assertThat(settings(properties, cache).longestTimeToLive()).isEqualTo(Duration.ofHours(2));
		MemcachedCacheProperties.CacheSettings books = new MemcachedCacheProperties.CacheSettings();
		books.setTimeToLive(Duration.ofDays(1));
		cache.getCaches().put("books", books);
		cache.setServeStale(Duration.ofHours(1));
		assertThat(settings(properties, cache).longestTimeToLive()).isEqualTo(Duration.ofHours(25));
		properties.getFrom().setFormat(MemcachedMigrationProperties.Format.SIXHOURS);
		assertThat(settings(properties, cache).longestTimeToLive()).isEqualTo(Duration.ofDays(30));
		properties.setLongestTimeToLive(Duration.ofSeconds(3));
		assertThat(settings(properties, cache).longestTimeToLive()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void saysThatTheOldClusterCanGoWhenAllThatTheCachesHoldHasExpired() {
		MigrationContexts
			.moving("read-through", this.old, this.next, "memcached.cache.time-to-live=1s",
					"memcached.atomic.time-to-live=1s")
			.run((context) -> {
				MigrationController controller = context.getBean(MigrationController.class);
				Awaitility.await().until(() -> controller.getProgress().verdict() == MigrationVerdict.REMOVABLE);
			});
	}

	/** An entry may have another time to live than the properties tell. */
	@Test
	void barsForLongerThanTheLongestTimeToLive() {
		MigrationContexts
			.moving("read-through", this.old, this.next, "memcached.migration.longest-time-to-live=1s",
					"memcached.migration.budget=100ms")
			.run((context) -> {
				context.getBean(Books.class).find("emma");
				this.old.pause();
				context.getBean(Books.class).remove("emma");
				this.old.resume();
				assertThat(this.next.command("mg shop:me:books:s=emma t")).matches("HD t2[0-9]{6}");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "prepare", "read-through" })
	void startsWithoutTheOldCluster(String phase) {
		MigrationContexts.moving(phase, this.old, this.next, "memcached.migration.from.servers=" + NOBODY)
			.run((context) -> assertThat(context.getBean(Books.class).find("emma")).isEqualTo("loaded emma"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "prepare", "read-through" })
	void startsWithAnOldClusterThatCannotBeUsedAndSaysHowItCan(String phase, CapturedOutput output) {
		try (RecordingServer ancient = RecordingServer
			.start((line, data) -> (line.equals("version") ? "VERSION 1.4.4\r\n" : "ERROR\r\n")
				.getBytes(StandardCharsets.US_ASCII))) {
			MigrationContexts.moving(phase, this.old, this.next, "memcached.migration.from.servers=" + ancient.node())
				.run((context) -> {
					Books books = context.getBean(Books.class);
					assertThat(books.find("emma")).isEqualTo("loaded emma");
					books.remove("emma");
					Awaitility.await()
						.untilAsserted(() -> assertThat(output).contains("'%s' is not used".formatted(ancient.node()))
							.contains("with 'memcached.migration.from.classic-commands' set to 'true' it can be read"));
				});
		}
	}

	@Test
	void authenticatesToTheOldClusterOnly(@TempDir Path directory) throws IOException {
		Path passwords = Files.write(directory.resolve("passwords"), List.of("shop:secret"));
		try (MemcachedServer guarded = MemcachedServer.start("-Y", passwords.toString())) {
			String[] credentials = { "memcached.username=shop", "memcached.password=secret" };
			MigrationContexts.on(guarded.node(), credentials)
				.run((context) -> context.getBean(Books.class).find("emma"));
			MigrationContexts
				.moving("read-through", guarded, this.next, "memcached.migration.from.username=shop",
						"memcached.migration.from.password=secret")
				.run((context) -> {
					assertThat(context.getBean(Books.class).find("emma")).isEqualTo("loaded emma");
					assertThat(context.getBean(Books.class).loads()).isEmpty();
				});
		}
	}

	@Test
	void namesTheCredentialsThatTheOldClusterDoesNotAccept(@TempDir Path directory, CapturedOutput output)
			throws IOException {
		Path passwords = Files.write(directory.resolve("passwords"), List.of("shop:secret"));
		try (MemcachedServer guarded = MemcachedServer.start("-Y", passwords.toString())) {
			String[] wrong = { "memcached.migration.from.username=shop", "memcached.migration.from.password=wrong" };
			// Not one that waits for connections, for there will be none.
			ApplicationContextRunner runner = TestContexts.withCaching(this.next.node())
				.withPropertyValues("memcached.migration.phase=read-through",
						"memcached.migration.from.servers=" + guarded.node());
			String properties = "'memcached.migration.from.username' and 'memcached.migration.from.password'";
			runner.withPropertyValues(wrong)
				.run((context) -> Awaitility.await()
					.untilAsserted(() -> assertThat(output)
						.contains("'%s' denies access: it does not accept %s".formatted(guarded.node(), properties))));
			runner.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(output).contains("it demands authentication; set " + properties)));
		}
	}

	/**
	 * It waits for the budget where it only stands in, and for longer where it is all.
	 */
	@Test
	void waitsForAHungOldClusterForTheBudget() {
		MigrationContexts
			.moving("read-through", this.old, this.next, "memcached.migration.budget=100ms",
					"memcached.migration.from.timeout=20s", "memcached.migration.from.breaker.consecutive-failures=100")
			.run((context) -> {
				Books books = context.getBean(Books.class);
				books.find("emma");
				this.old.pause();
				long before = System.nanoTime();
				books.find("dune");
				assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(90),
						Duration.ofSeconds(10));
				this.old.resume();
			});
	}

	@Test
	void takesBeansThatAreQualifiedForTheOldCluster() {
		MigrationContexts.on(this.old.node()).run((context) -> context.getBean(Books.class).find("emma"));
		MigrationContexts.moving("read-through", this.old, this.next, "memcached.migration.from.servers=")
			.withUserConfiguration(OldBeans.class)
			.withBean("oldNode", MemcachedNode.class, this.old::node)
			.run((context) -> {
				assertThat(context.getBean(Books.class).find("emma")).isEqualTo("loaded emma");
				assertThat(context.getBean(Books.class).loads()).isEmpty();
				assertThat(context.getBean(OldBeans.class).customized).containsExactly("old");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class OldBeans {

		private final List<String> customized = new ArrayList<>();

		@Bean(defaultCandidate = false)
		@Qualifier(OldClusterFactory.QUALIFIER)
		MemcachedConnectionDetails oldDetails(MemcachedNode node) {
			return () -> List.of(node);
		}

		@Bean(defaultCandidate = false)
		@Qualifier(OldClusterFactory.QUALIFIER)
		XMemcachedSettingsCustomizer oldCustomizer() {
			return (settings) -> {
				this.customized.add("old");
				return settings;
			};
		}

	}

}
