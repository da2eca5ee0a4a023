package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.memcachedspring.client.xmemcached.KeyDump;
import io.github.memcachedspring.client.xmemcached.KeyDump.DumpRefusedException;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.migration.BulkCopy;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.CacheWarmer;
import io.github.memcachedspring.warmup.WarmUpProgress;
import io.github.memcachedspring.warmup.WarmUpProgress.State;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that warm up from the old cluster of a migration.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class MigrationWarmUpTests {

	private static final String WARM_UP = "memcached.warm-up.from-migration-source=true";

	private static final int BOOKS = 200;

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer next = MemcachedServer.start();

	@BeforeEach
	void fill() {
		fill(BOOKS);
	}

	private void fill(int count) {
		MigrationContexts.on(this.old.node()).run((context) -> {
			Connections.await(context);
			MigrationContexts.Books books = context.getBean(MigrationContexts.Books.class);
			IntStream.range(0, count).forEach((isbn) -> books.find("isbn-" + isbn));
		});
		awaitCompleteList();
	}

	/**
	 * Returns when the old server lists all items: it passes over those that a connection
	 * still holds, which may be one that has got its answer.
	 */
	private void awaitCompleteList() {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptionsInstanceOf(DumpRefusedException.class)
			.until(() -> listed() == this.old.stat("curr_items"));
	}

	private int listed() throws IOException {
		XMemcachedSettings settings = XMemcachedSettings.of(List.of(this.old.node())).timeout(Duration.ofSeconds(5));
		int listed = 0;
		try (KeyDump dump = KeyDump.open(this.old.node(), settings)) {
			while (dump.next() != null) {
				listed++;
			}
		}
		return listed;
	}

	@AfterEach
	void close() {
		this.old.close();
		this.next.close();
	}

	private ApplicationContextRunner moving(String phase, String... properties) {
		return MigrationContexts.moving(phase, this.old, this.next, properties);
	}

	@Test
	void doesNothingUnlessToldTo() {
		moving("read-through").run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(BulkCopy.class)
			.doesNotHaveBean(CacheWarmUp.class));
	}

	@Test
	void doesNothingWithoutAMigration() {
		MigrationContexts.on(this.next.node(), WARM_UP)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BulkCopy.class)
				.doesNotHaveBean(CacheWarmUp.class));
	}

	@Test
	void isWarmBeforeItAcceptsTraffic() {
		try (ConfigurableApplicationContext context = start()) {
			WarmUpProgress atTraffic = context.getBean(Traffic.class).progress;
			assertThat(atTraffic).isNotNull();
			assertThat(atTraffic.name()).isEqualTo("migration-source");
			assertThat(atTraffic.cacheName()).isEqualTo(CacheWarmer.ANY_CACHE);
			assertThat(atTraffic.state()).isEqualTo(State.DONE);
			assertThat(atTraffic.filled()).isEqualTo(BOOKS);
			assertThat(atTraffic.percent()).isEqualTo(100);
			assertThat(context.getBean(BulkCopy.class).getProgress().copied()).isEqualTo(BOOKS);
			this.old.flushAll();
			assertThat(context.getBean(CacheManager.class).getCache("books").get("isbn-17", String.class))
				.isEqualTo("loaded isbn-17");
			assertThat(this.next.command("mg shop:w:migration-source: v")).as("the mark of the fleet").contains("\nd");
		}
	}

	@Test
	void keepsToItsRateAndToTheDeadline() {
		fill(600);
		try (ConfigurableApplicationContext context = start("memcached.warm-up.copy-rate=10",
				"memcached.warm-up.deadline=300ms")) {
			assertThat(context.getBean(Traffic.class).progress.state()).isNotEqualTo(State.DONE);
			CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
			assertThat(warmUp.isRunning()).isTrue();
			Awaitility.await().until(() -> warmUp.progress().get(0).state() == State.RUNNING);
			assertThat(warmUp.progress().get(0).filled()).isBetween(0L, 256L);
		}
	}

	private ConfigurableApplicationContext start(String... properties) {
		return TestApplications.run(
				List.of(TestApplications.CachingApplication.class, MigrationContexts.Books.class, Traffic.class),
				Stream
					.concat(Stream.of(WARM_UP, "memcached.servers=" + this.next.node(),
							"memcached.cache.key-prefix=shop", "memcached.migration.phase=read-through",
							"memcached.migration.from.timeout=5s",
							"memcached.migration.from.servers=" + this.old.node()), Stream.of(properties))
					.toArray(String[]::new));
	}

	@Test
	void copiesOnDemandOnceThePhaseHasCome() {
		moving("prepare", WARM_UP).run((context) -> {
			CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
			warmUp.start().join();
			assertThat(warmUp.progress().get(0).state()).isEqualTo(State.DONE);
			assertThat(warmUp.progress().get(0).seen()).isZero();
			context.getBean(MigrationController.class).moveTo(MigrationPhase.READ_THROUGH);
			warmUp.start("migration-source").join();
			assertThat(warmUp.progress().get(0).filled()).isEqualTo(BOOKS);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "memcached.migration.dry-run=true", "memcached.migration.until=2020-01-01" })
	void copiesNothingIfNothingIsToBeTakenFromTheOldCluster(String property) {
		moving("read-through", WARM_UP, property).run((context) -> {
			CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
			warmUp.start().join();
			assertThat(warmUp.progress().get(0).seen()).isZero();
			assertThat(MigrationContexts.holds(this.next, "shop:c:books:s=isbn-17")).isFalse();
		});
	}

	@Test
	void copiesBeforeOtherWarmersLoad() {
		moving("read-through", WARM_UP).withUserConfiguration(Warmers.class).run((context) -> {
			CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
			warmUp.start().join();
			assertThat(warmUp.progress()).extracting(WarmUpProgress::name).containsExactly("migration-source", "books");
			assertThat(warmUp.progress().get(1).present()).isEqualTo(BOOKS);
			assertThat(warmUp.progress().get(1).filled()).isEqualTo(1);
		});
	}

	@Test
	void isThereWhenTheMigrationIsOver() {
		moving("done", WARM_UP, "memcached.migration.from.servers=").run((context) -> {
			CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
			warmUp.start().join();
			assertThat(warmUp.progress().get(0).state()).isEqualTo(State.DONE);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "memcached.migration.from.format=xmemcached",
			"memcached.migration.from.classic-commands=true" })
	void saysWhatCannotBeCopiedAhead(String property) {
		moving("read-through", WARM_UP, property).run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessageContaining("memcached.warm-up.from-migration-source")
			.hasMessageContaining("when they are read"));
	}

	@Test
	void saysWhichRateIsOutOfRange() {
		moving("read-through", WARM_UP, "memcached.warm-up.copy-rate=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("memcached.warm-up.copy-rate")
				.hasMessageContaining("entries per second"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Warmers {

		@Bean
		CacheWarmer<String> books() {
			return CacheWarmer.loading("books",
					() -> IntStream.rangeClosed(0, BOOKS).mapToObj((isbn) -> "isbn-" + isbn), (isbn) -> "late");
		}

	}

	/** Looks how warm it is when traffic is accepted. */
	static class Traffic implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

		private final CacheWarmUp warmUp;

		private WarmUpProgress progress;

		Traffic(CacheWarmUp warmUp) {
			this.warmUp = warmUp;
		}

		@Override
		public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
			if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
				this.progress = this.warmUp.progress().get(0);
			}
		}

	}

}
