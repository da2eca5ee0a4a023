package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An old cluster that hangs or is gone.
 */
@Tag("slow")
@Tag("fault")
@Tag("fleet")
class OldClusterFailsTests {

	private static final Duration BUDGET = Duration.ofMillis(50);

	private static final int KEYS = Full.rounds(1_000, 200);

	private static final String CACHE = "failing";

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer fresh = MemcachedServer.start();

	private App before;

	private App app;

	private App other;

	private MemcachedCache cache;

	@BeforeEach
	void start() {
		this.before = App.in(MigrationPhase.NONE, this.old.node(), this.fresh.node()).start();
		this.app = readThrough();
		this.other = readThrough();
		this.cache = this.app.cache(CACHE);
	}

	private App readThrough() {
		return App.in(MigrationPhase.READ_THROUGH, this.old.node(), this.fresh.node()).oldTimeout(BUDGET).start();
	}

	@AfterEach
	void close() {
		this.old.close();
		List.of(this.before, this.app, this.other).forEach(App::close);
		this.fresh.close();
	}

	@Test
	void m16CostsAMissItsBudgetUntilTheBreakerOpensAndNextToNothingAfterThat() {
		this.cache.get("warm", () -> 1L);
		this.old.pause();
		List<Long> first = misses("first", 5);
		List<Long> then = misses("then", 200);
		System.out.printf("Old cluster hung: misses took %s ms, then %.3f ms (median), %.3f ms (90 %%)%n",
				first.stream().map((nanos) -> nanos / 1_000_000).toList(), then.get(100) / 1e6, then.get(180) / 1e6);
		assertThat(Collections.max(first)).as("of the first misses").isLessThan(Duration.ofSeconds(2).toNanos());
		assertThat(then.get(100)).as("median of those that followed").isLessThan(Duration.ofMillis(1 + 9).toNanos());
	}

	/** Returns how long misses take, in ascending order. */
	private List<Long> misses(String name, int count) {
		List<Long> times = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			long begin = System.nanoTime();
			assertThat(this.cache.get(name + i, () -> 1L)).isEqualTo(1);
			times.add(System.nanoTime() - begin);
		}
		Collections.sort(times);
		return times;
	}

	@Test
	void m16AsksNothingOfTheOldClusterForAHit() {
		this.cache.put("key", 1L);
		long before = this.old.stat("cmd_get") + this.old.stat("cmd_set") + this.old.stat("cmd_touch");
		for (int i = 0; i < 1000; i++) {
			assertThat(this.cache.get("key", Long.class)).isOne();
		}
		assertThat(this.old.stat("cmd_get") + this.old.stat("cmd_set") + this.old.stat("cmd_touch")).isEqualTo(before);
	}

	@Test
	void throwsNothingWhenTheOldClusterIsGone() {
		this.before.cache(CACHE).put("lost", 1L);
		this.cache.put("kept", 1L);
		this.old.kill();
		assertThat(this.cache.get("lost", Long.class)).isNull();
		assertThat(this.cache.get("lost", () -> 2L)).isEqualTo(2);
		assertThat(this.cache.get("kept", Long.class)).isOne();
		this.cache.put("kept", 3L);
		assertThat(this.cache.get("kept", Long.class)).isEqualTo(3);
		this.cache.evict("kept");
		assertThat(this.cache.get("kept", Long.class)).isNull();
		this.cache.clear();
		assertThat(this.cache.get("lost", Long.class)).isNull();
		this.cache.put("after", 4L);
		assertThat(this.cache.get("after", Long.class)).isEqualTo(4);
		assertThat(this.cache.getStatistics().failures()).isZero();
		assertThat(this.app.progress().oldErrors()).isPositive();
	}

	/** All other instances would find what one could not remove. */
	@Test
	void m4BarsTheFleetFromWhatCouldNotBeRemoved() {
		for (int i = 0; i < KEYS; i++) {
			this.before.cache(CACHE).put("key" + i, 1L);
		}
		awaitCopy("key0");
		this.old.pause();
		for (int i = 0; i < KEYS; i++) {
			this.cache.evict("key" + i);
		}
		this.app.close();
		this.old.resume();
		Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
			this.before.cache(CACHE).put("seen", 1L);
			return Long.valueOf(1).equals(this.other.cache(CACHE).get("seen", Long.class));
		});
		assertThat(this.before.cache(CACHE).get("key" + (KEYS - 1), Long.class)).as("left behind").isOne();
		for (int i = 0; i < KEYS; i++) {
			assertThat(this.other.cache(CACHE).get("key" + i, Long.class)).as("key %d", i).isNull();
		}
		assertThat(this.other.progress().barred()).isGreaterThanOrEqualTo(KEYS);
	}

	/** The budget may be too short for a machine that is busy. */
	private void awaitCopy(String key) {
		Awaitility.await().until(() -> Long.valueOf(1).equals(this.other.cache(CACHE).get(key, Long.class)));
	}

	/** Also when what took its place has expired. */
	@Test
	void m4BarsTheFleetFromWhatCouldNotBeReplaced() {
		this.before.cache(CACHE).put("key", 1L);
		this.old.pause();
		this.cache.put("key", 2L);
		this.app.close();
		this.old.resume();
		assertThat(this.other.cache(CACHE).get("key", Long.class)).isEqualTo(2);
		this.fresh.command("delete :c:%s:s=key".formatted(CACHE));
		assertThat(this.other.cache(CACHE).get("key", Long.class)).isNull();
	}

	@Test
	void m9BarsTheFleetFromACacheWhoseClearDidNotArrive() {
		this.before.cache(CACHE).put("key", 1L);
		this.before.cache("untouched").put("key", 1L);
		this.old.pause();
		this.cache.clear();
		this.app.close();
		this.old.resume();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.other.cache("untouched").get("key", Long.class) != null);
		assertThat(this.other.cache(CACHE).get("key", Long.class)).isNull();
	}

	/** The next one would have to wait until it expires. */
	@Test
	void m16LeavesNoStubBehindAnUpdateThatTheOldClusterFailed() {
		MemcachedKey key = KeySpace.of("", "c", CACHE).key("s=key");
		this.before.cache(CACHE).put("key", 1L);
		Item copy = Awaitility.await()
			.until(() -> this.app.operations.get(key).await(), (item) -> item != null && !item.isStub());
		this.fresh.command("md " + key);
		this.old.pause();
		assertThatExceptionOfType(MemcachedException.class)
			.isThrownBy(() -> this.app.operations
				.compareAndSet(key, copy.value(), Expiration.after(Duration.ofMinutes(1)), copy.token())
				.await())
			.withMessageContaining("could not be handed over");
		assertThat(this.fresh.command("mg %s s".formatted(key))).isEqualTo("EN");
	}

	@Test
	void prepareRemovesFromTheNewClusterWhatTheOldOneMayNotHaveTaken() {
		try (App prepared = App.in(MigrationPhase.PREPARE, this.old.node(), this.fresh.node())
			.oldTimeout(BUDGET)
			.start()) {
			this.before.cache(CACHE).put("key", 1L);
			awaitCopy("key");
			this.old.pause();
			prepared.cache(CACHE).evict("key");
			assertThat(this.other.cache(CACHE).get("key", Long.class)).isNull();
		}
		this.old.resume();
		assertThat(this.other.cache(CACHE).get("key", Long.class)).isNull();
	}

}
