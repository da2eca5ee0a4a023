package io.github.memcachedspring.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.EntryHeader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Single steps of a migration; races and failures have tests of their own.
 */
@ExtendWith(MemcachedServerExtension.class)
class MigratingOperationsTests {

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static MemcachedServer old;

	private static MemcachedServer fresh;

	private static App before;

	private static App prepared;

	private static App app;

	private final String name = "step-" + NUMBER.incrementAndGet();

	@BeforeAll
	static void start(MemcachedServer server) {
		old = server;
		fresh = MemcachedServer.start();
		before = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
		prepared = App.in(MigrationPhase.PREPARE, old.node(), fresh.node()).start();
		app = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).start();
	}

	@AfterAll
	static void close() {
		List.of(app, prepared, before).forEach(App::close);
		fresh.close();
	}

	private MemcachedKey key(String key) {
		return KeySpace.of("", "c", this.name).key("s=" + key);
	}

	private void storeOnOld(String value) {
		before.cache(this.name).put("k", value);
	}

	/** The value is what was there before the evict, read before it. */
	@Test
	void m3StoresNothingThatWasLoadedBeforeAnEvict() {
		Item lease = app.operations.getWithLease(key("k"), MINUTE).await();
		app.cache(this.name).evict("k");
		assertThat(app.operations.fill(key("k"), new byte[1], MINUTE, lease.token()).await())
			.isEqualTo(StoreResult.NOT_FOUND);
	}

	@Test
	void m9AndM10NothingThatWasClearedComesBackWhenTheRecordsAreLost() {
		storeOnOld("v");
		app.cache(this.name).clear();
		old.command("delete :g:%s:".formatted(this.name));
		fresh.command("delete :g:%s:".formatted(this.name));
		assertThat(app.cache(this.name).get("k")).isNull();
		app.cache(this.name).clear();
		assertThat(app.cache(this.name).get("k")).isNull();
	}

	@Test
	void m11TwoInstancesMayClearAtOnce() {
		try (App other = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).start()) {
			for (int i = 0; i < 50; i++) {
				storeOnOld("v");
				List.of(app, other, prepared)
					.stream()
					.map((instance) -> CompletableFuture.runAsync(instance.cache(this.name)::clear))
					.toList()
					.forEach(CompletableFuture::join);
				assertThat(app.cache(this.name).get("k")).isNull();
				assertThat(other.cache(this.name).get("k")).isNull();
				assertThat(prepared.cache(this.name).get("k")).isNull();
			}
		}
	}

	@Test
	void m15AcceptsNoTokenOfAnotherConnectionOrCluster() {
		storeOnOld("v");
		CasToken token = prepared.operations.get(key("k")).await().token();
		app.cache(this.name).get("k");
		CasToken sameNumber = new CasToken(app.operations.get(key("k")).await().token().value(), token.connection());
		assertThat(app.operations.compareAndSet(key("k"), new byte[1], MINUTE, sameNumber).await())
			.isIn(StoreResult.TOKEN_EXPIRED, StoreResult.EXISTS);
		assertThat(app.operations.compareAndSet(key("k"), new byte[1], MINUTE, sameNumber).await())
			.isEqualTo(StoreResult.TOKEN_EXPIRED);
	}

	@Test
	void m17ReadsAnEntryOfTheOldClusterOnceHoweverManyWantIt() throws Exception {
		storeOnOld("v");
		long before = old.stat("get_hits");
		CountDownLatch begin = new CountDownLatch(1);
		List<CompletableFuture<String>> readers = IntStream.range(0, 20)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
				await(begin);
				return app.cache(this.name).get("k", () -> "loaded");
			}, (task) -> new Thread(task).start()))
			.toList();
		begin.countDown();
		assertThat(readers).allSatisfy((reader) -> assertThat(reader.join()).isEqualTo("v"));
		// The entry and the record of its generation.
		assertThat(old.stat("get_hits") - before).isLessThanOrEqualTo(2);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void m19TheWayBackFindsNothingThatWasReplacedMeanwhile() {
		storeOnOld("old");
		app.cache(this.name).put("k", "new");
		assertThat(prepared.cache(this.name).get("k")).as("not what was replaced").isNull();
		prepared.cache(this.name).put("k", "newest");
		assertThat(app.cache(this.name).get("k", String.class)).isEqualTo("newest");
	}

	@Test
	void m21ACachedNullGivesWayToWhatAPreparedInstancePuts() {
		app.cache(this.name).put("k", null);
		assertThat(app.cache(this.name).get("k")).isNotNull();
		prepared.cache(this.name).put("k", "v");
		assertThat(app.cache(this.name).get("k", String.class)).isEqualTo("v");
	}

	@Test
	void m22ALeaseIsNothingToAPlainReaderAndMayBeReplaced() {
		app.operations.getWithLease(key("k"), MINUTE).await();
		assertThat(app.operations.get(key("k")).await().isStub()).isTrue();
		assertThat(app.cache(this.name).get("k")).isNull();
		assertThat(app.cache(this.name).putIfAbsent("k", "v")).isNull();
		assertThat(app.cache(this.name).get("k", String.class)).isEqualTo("v");
	}

	@Test
	void countsWhatADryRunWouldHaveFoundAndLeavesItThere() {
		try (App rehearsal = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node())
			.settings(App.settings(true))
			.start()) {
			storeOnOld("v");
			before.counters.increment(this.name, 41);
			assertThat(rehearsal.cache(this.name).get("k")).isNull();
			assertThat(rehearsal.cache(this.name).get("k", () -> "loaded")).isEqualTo("loaded");
			assertThat(rehearsal.counters.get(this.name).toString()).contains("41");
			assertThat(rehearsal.progress().hitsOnOld()).isPositive();
			assertThat(rehearsal.progress().copied()).isZero();
			assertThat(before.cache(this.name).get("k", String.class)).isEqualTo("v");
			assertThat(before.counters.get(this.name).toString()).contains("41");
		}
	}

	@Test
	void countsHitsAndMissesAndCopies() {
		try (App counted = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).start()) {
			storeOnOld("v");
			counted.cache(this.name).get("k");
			counted.cache(this.name).get("k");
			counted.cache(this.name).get("absent");
			Awaitility.await().until(() -> counted.progress().copied() == 1);
			assertThat(counted.progress())
				.isEqualTo(new MigrationProgress(1, 1, 1, 1, 0, 0, 0, 0.5, MigrationVerdict.NEEDED));
		}
	}

	@Test
	void m20DoesNotReadTheOldClusterAnyMoreAfterTheTimeIsUpNorDoesAnybody() {
		try (MemcachedServer target = MemcachedServer.start();
				App reader = App.in(MigrationPhase.READ_THROUGH, old.node(), target.node()).start();
				App ended = App.in(MigrationPhase.READ_THROUGH, old.node(), target.node())
					.settings(until(Instant.now()))
					.start()) {
			storeOnOld("v");
			assertThat(ended.cache(this.name).get("k")).isNull();
			Awaitility.await().until(() -> {
				ended.cache(this.name).evict("other");
				return target.command("get :ma::").contains("VALUE");
			});
			assertThat(reader.cache(this.name).get("k")).isNull();
			assertThat(reader.progress().barred()).isPositive();
		}
	}

	private static MigrationSettings until(Instant until) {
		return new MigrationSettings(false, until, Duration.ofSeconds(60), Duration.ofHours(1), Duration.ZERO, 0.001,
				Duration.ofHours(1), (key) -> null);
	}

	@Test
	void findsEntriesUnderAnotherPrefix() {
		try (App renamed = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).oldPrefix("shop").start()) {
			byte[] value = App.TRANSCODER.encode("v", EntryHeader.of(7, System.currentTimeMillis(), 60_000));
			before.operations.put(KeySpace.of("shop", "c", this.name).key("s=k"), value, MINUTE).await();
			before.operations.put(KeySpace.of("shop", "g", this.name).key(""), "7".getBytes(), MINUTE).await();
			assertThat(renamed.cache(this.name).get("k", String.class)).isEqualTo("v");
			renamed.cache(this.name).clear();
			assertThat(renamed.cache(this.name).get("k")).isNull();
		}
	}

	@Test
	void worksOnOneServerUnderTwoPrefixesAndIsMovedWhileItRuns() {
		try (App shared = App.in(MigrationPhase.PREPARE, old.node(), old.node()).oldPrefix("shared").start()) {
			shared.cache(this.name).put("k", "v");
			assertThat(old.command("get shared:c:%s:s=k".formatted(this.name))).contains("VALUE");
			shared.controller.moveTo(MigrationPhase.READ_THROUGH);
			assertThat(shared.cache(this.name).get("k", String.class)).isEqualTo("v");
			assertThat(shared.cache(this.name).get("k", String.class)).isEqualTo("v");
			shared.cache(this.name).put("k", "w");
			assertThat(old.command("get shared:c:%s:s=k".formatted(this.name))).doesNotContain("VALUE");
			assertThat(shared.cache(this.name).get("k", String.class)).isEqualTo("w");
		}
	}

}
