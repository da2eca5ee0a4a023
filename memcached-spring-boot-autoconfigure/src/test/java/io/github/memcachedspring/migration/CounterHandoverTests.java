package io.github.memcachedspring.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.atomic.AtomicUpdates;
import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.embedded.fault.FaultRule;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Values that are changed by what they were, across the switch.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class CounterHandoverTests {

	private static final int COUNTS = Full.rounds(100_000, 6_000);

	private static final int UPDATES = Full.rounds(20_000, 1_000);

	private static final int THREADS = 4;

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static MemcachedServer old;

	private static MemcachedServer fresh;

	private final String name = "moved-" + NUMBER.incrementAndGet();

	private final MemcachedKey counterKey = KeySpace.of("", "n", "").key(this.name);

	@BeforeAll
	static void start(MemcachedServer server) {
		old = server;
		fresh = MemcachedServer.start();
	}

	@AfterAll
	static void close() {
		fresh.close();
	}

	private static App app(MigrationPhase phase) {
		return App.in(phase, old.node(), fresh.node()).start();
	}

	@Test
	void m13CountsEachOnceAcrossTheSwitch() {
		try (App one = app(MigrationPhase.PREPARE);
				App two = app(MigrationPhase.PREPARE);
				App three = app(MigrationPhase.PREPARE)) {
			AtomicLong acknowledged = new AtomicLong();
			AtomicInteger calls = new AtomicInteger();
			acrossTheSwitch(List.of(one, two, three), calls, COUNTS, (app) -> {
				if (app.counters.increment(this.name) instanceof CountResult.Counted) {
					acknowledged.incrementAndGet();
				}
			});
			assertThat(one.counters.get(this.name)).isEqualTo(new CountResult.Counted(acknowledged.get()));
			assertThat(acknowledged).hasValue(calls.get());
			System.out.printf("%,d increments across the switch, all there%n", calls.get());
			assertThat(old.command("get " + this.counterKey)).contains(Fence.PREFIX);
		}
	}

	@Test
	void m14LosesNoUpdateAcrossTheSwitch() {
		losesNoUpdate("");
	}

	/** One is held up between its look at the old cluster and its removal of the copy. */
	@Test
	void m14AnUpdateThatIsOvertakenLeavesAloneWhatTheOtherStored() throws Exception {
		try (FaultProxy proxy = FaultProxy.before("127.0.0.1", fresh.port());
				App before = app(MigrationPhase.NONE);
				App first = app(MigrationPhase.READ_THROUGH);
				App second = App
					.in(MigrationPhase.READ_THROUGH, old.node(), new MemcachedNode("127.0.0.1", proxy.port()))
					.start()) {
			before.cache(this.name).put(this.name, 1L);
			assertThat(second.cache(this.name).get(this.name, Long.class)).isOne();
			FaultRule held = proxy.faults().on(Command.verb("md")).once().delay(Duration.ofSeconds(1));
			CompletableFuture<AtomicResult<Long>> update = CompletableFuture.supplyAsync(() -> update(second, "cache"));
			assertThat(held.awaitFired(1, Duration.ofSeconds(10))).isTrue();
			assertThat(update(first, "cache")).isInstanceOf(AtomicResult.Applied.class);
			assertThat(update.get(20, TimeUnit.SECONDS)).isInstanceOf(AtomicResult.Applied.class);
			assertThat(first.cache(this.name).get(this.name, Long.class)).isEqualTo(3);
		}
	}

	@Test
	void m14LosesNoUpdateOfAnEntryAcrossTheSwitch() {
		losesNoUpdate("cache");
	}

	private void losesNoUpdate(String cache) {
		try (App one = app(MigrationPhase.PREPARE);
				App two = app(MigrationPhase.PREPARE);
				App three = app(MigrationPhase.PREPARE)) {
			AtomicLong applied = new AtomicLong();
			AtomicInteger calls = new AtomicInteger();
			acrossTheSwitch(List.of(one, two, three), calls, UPDATES, (app) -> {
				if (update(app, cache) instanceof AtomicResult.Applied) {
					applied.incrementAndGet();
				}
			});
			Long value = cache.isEmpty() ? one.updates.get(this.name, Long.class)
					: one.cache(this.name).get(this.name, Long.class);
			assertThat(value).isEqualTo(applied.get());
			assertThat(applied).hasValue(calls.get());
		}
	}

	private AtomicResult<Long> update(App app, String cache) {
		return cache.isEmpty() ? app.updates.update(this.name, Long.class, CounterHandoverTests::next)
				: ((AtomicUpdates<Object>) app.updates.on(this.name)).update(this.name, Long.class,
						CounterHandoverTests::next);
	}

	private static Long next(Long value) {
		return (value != null) ? value + 1 : 1;
	}

	/** Has all instances work while each is moved in turn, and back, and forth again. */
	private static void acrossTheSwitch(List<App> apps, AtomicInteger calls, int atLeast, Work work) {
		AtomicBoolean stop = new AtomicBoolean();
		List<CompletableFuture<Void>> workers = apps.stream()
			.flatMap((app) -> IntStream.range(0, THREADS).mapToObj((i) -> CompletableFuture.runAsync(() -> {
				while (!stop.get()) {
					work.call(app);
					calls.incrementAndGet();
				}
			}, (task) -> new Thread(task).start())))
			.toList();
		Stream.of(MigrationPhase.READ_THROUGH, MigrationPhase.PREPARE, MigrationPhase.READ_THROUGH)
			.flatMap((phase) -> apps.stream().map((app) -> (Runnable) () -> app.controller.moveTo(phase)))
			.forEach((move) -> {
				awaitCalls(calls, calls.get() + atLeast / 10, workers);
				move.run();
			});
		awaitCalls(calls, atLeast, workers);
		stop.set(true);
		workers.forEach(CompletableFuture::join);
	}

	private static void awaitCalls(AtomicInteger calls, int count, List<CompletableFuture<Void>> workers) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> calls.get() >= count || workers.stream().anyMatch(CompletableFuture::isDone));
	}

	@Test
	void m13FinishesWhatAnInstanceLeftThatDiedBetweenTheMarkAndTheCopy() {
		try (App before = app(MigrationPhase.NONE);
				App prepared = app(MigrationPhase.PREPARE);
				App moved = app(MigrationPhase.READ_THROUGH)) {
			before.operations.put(this.counterKey, Fence.of("41".getBytes()), Expiration.NEVER).await();
			assertThat(prepared.counters.increment(this.name)).isEqualTo(new CountResult.Counted(42));
			assertThat(moved.counters.increment(this.name)).isEqualTo(new CountResult.Counted(43));
			assertThat(prepared.counters.get(this.name)).isEqualTo(new CountResult.Counted(43));
		}
	}

	@Test
	void m13KeepsTheTimeToLive() {
		try (App before = app(MigrationPhase.NONE); App moved = app(MigrationPhase.READ_THROUGH)) {
			before.counters.increment(this.name, 1, 7, Duration.ofSeconds(100));
			assertThat(moved.counters.increment(this.name)).isEqualTo(new CountResult.Counted(8));
			Item item = moved.newCluster.get(this.counterKey).await();
			assertThat(item.remainingSeconds()).isBetween(70L, 100L);
		}
	}

	@Test
	void m13CreatesOnlyOnOneOfTheClusters() {
		try (App prepared = app(MigrationPhase.PREPARE); App moved = app(MigrationPhase.READ_THROUGH)) {
			assertThat(moved.counters.increment(this.name)).isEqualTo(new CountResult.Counted(1));
			assertThat(prepared.counters.increment(this.name)).isEqualTo(new CountResult.Counted(2));
			assertThat(prepared.counters.delete(this.name)).isEqualTo(new CountResult.Counted(2));
			assertThat(prepared.counters.increment(this.name)).isEqualTo(new CountResult.Counted(1));
			assertThat(moved.counters.get(this.name)).isEqualTo(new CountResult.Counted(1));
		}
	}

	/** It would have counts of its own, which would be taken for those of all later. */
	@Test
	void m13CountsWhereTheOthersDoInADryRun() {
		try (App prepared = app(MigrationPhase.PREPARE);
				App rehearsing = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node())
					.settings(App.settings(true))
					.start();
				App moved = app(MigrationPhase.READ_THROUGH)) {
			prepared.counters.increment(this.name, 41);
			assertThat(rehearsing.counters.increment(this.name)).isEqualTo(new CountResult.Counted(42));
			assertThat(update(rehearsing, "")).isInstanceOf(AtomicResult.Applied.class);
			assertThat(prepared.updates.get(this.name, Long.class)).isOne();
			assertThat(rehearsing.newCluster.get(this.counterKey).await()).isNull();
			assertThat(moved.counters.increment(this.name)).isEqualTo(new CountResult.Counted(43));
			assertThat(rehearsing.counters.increment(this.name)).isEqualTo(new CountResult.Counted(44));
		}
	}

	/** Whoever handed it over may have died before it had emptied the mark. */
	@Test
	void m13DoesNotBringBackWhatWasDeletedOnceTheCopyWasThere() {
		try (App before = app(MigrationPhase.NONE); App moved = app(MigrationPhase.READ_THROUGH)) {
			before.operations.put(this.counterKey, Fence.of("5".getBytes()), Expiration.NEVER).await();
			moved.newCluster.put(this.counterKey, "5".getBytes(), Expiration.NEVER).await();
			assertThat(moved.counters.delete(this.name)).isEqualTo(new CountResult.Counted(5));
			assertThat(moved.counters.increment(this.name)).isEqualTo(new CountResult.Counted(1));
		}
	}

	/** Another one did not wait any longer. */
	@Test
	void m13SeesWhatAnotherHandedOverInstead() throws Exception {
		try (FaultProxy proxy = FaultProxy.before("127.0.0.1", old.port());
				App before = app(MigrationPhase.NONE);
				App slow = App
					.in(MigrationPhase.READ_THROUGH, new MemcachedNode("127.0.0.1", proxy.port()), fresh.node())
					.oldTimeout(Duration.ofSeconds(30))
					.start();
				App other = app(MigrationPhase.READ_THROUGH)) {
			before.counters.increment(this.name, 41);
			proxy.faults().connections().hangReplies();
			CompletableFuture<CountResult> read = slow.counters.async().get(this.name);
			Awaitility.await().until(() -> fresh.command("mg %s s".formatted(this.counterKey)).startsWith("HD s0"));
			assertThat(other.counters.increment(this.name)).isEqualTo(new CountResult.Counted(42));
			proxy.faults().connections().release();
			assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(new CountResult.Counted(42));
		}
	}

	/** Else the rehearsal would end what has not begun. */
	@Test
	void aDryRunHasNoEnd() {
		MigrationSettings ended = new MigrationSettings(true, Instant.now().minusSeconds(1), Duration.ofSeconds(60),
				Duration.ofHours(1), Duration.ZERO, 0.001, Duration.ofHours(1), (key) -> null);
		try (MemcachedServer target = MemcachedServer.start();
				App before = app(MigrationPhase.NONE);
				App rehearsing = App.in(MigrationPhase.READ_THROUGH, old.node(), target.node())
					.settings(ended)
					.start()) {
			before.counters.increment(this.name, 41);
			assertThat(rehearsing.counters.increment(this.name)).isEqualTo(new CountResult.Counted(42));
			assertThat(target.command("mg :ma:: s")).isEqualTo("EN");
			assertThatIllegalStateException().isThrownBy(() -> rehearsing.controller.moveTo(MigrationPhase.DONE))
				.withMessageContaining("dry run");
		}
	}

	/** What an instance does again and again. */
	private interface Work {

		void call(App app);

	}

}
