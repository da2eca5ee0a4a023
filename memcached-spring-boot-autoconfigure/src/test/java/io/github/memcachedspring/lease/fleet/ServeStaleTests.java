package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Old values that may be served for 4 s after an evict, and after an expiry for as long
 * as the loader fails.
 */
@SideBySide
@ExtendWith(MemcachedServerExtension.class)
@Tag("fleet")
class ServeStaleTests {

	private static final List<Way> WITH_LOADER = List.of(Way.SYNC, Way.SYNC_FUTURE, Way.LOADER, Way.RETRIEVE);

	private static final List<Way> ALL = List.of(Way.SYNC, Way.SYNC_FUTURE, Way.LOADER, Way.RETRIEVE, Way.PLAIN,
			Way.FUTURE, Way.MONO, Way.BOTH);

	private static final Database DATABASE = new Database(() -> {
	});

	private static Fleet<Library> fleet;

	private static Fleet<Library> shortLived;

	private static Fleet<Library> usual;

	@BeforeAll
	static void start(MemcachedServer server) {
		fleet = Fleet.start(3, server.node(), DATABASE, "memcached.cache.serve-stale=4s", "memcached.cache.lease=2s");
		shortLived = Fleet.start(2, server.node(), DATABASE, "memcached.cache.serve-stale=4s",
				"memcached.cache.time-to-live=2s");
		usual = Fleet.start(2, server.node(), DATABASE);
	}

	@AfterAll
	static void close() {
		fleet.close();
		shortLived.close();
		usual.close();
	}

	@Test
	void allButOneGetTheOldValueAtOnceAfterAnEvict() {
		EachWay.check(ALL, "evicted", (way, key) -> {
			// Longer than a lease, so a renewal comes by.
			changeAndEvict(fleet, way, key, () -> Thread.sleep(2500));
			Calls calls = Calls.once(fleet, 30, way, key);
			assertThat(calls.count((call) -> call.got(1) && !call.tookAtLeast(Duration.ofMillis(1500))))
				.as("%s at once: %s", way, calls)
				.isGreaterThanOrEqualTo(29);
			Awaitility.await(key).untilAsserted(() -> assertThat(way.read(fleet.instance(2), key)).isEqualTo(2));
			assertThat(DATABASE.loads(key)).as(key).isEqualTo(2);
		});
	}

	@Test
	void theOldValueIsServedAllTheTimeThatAReloadTakes() {
		EachWay.check(WITH_LOADER, "reloading", (way, key) -> {
			long evicted = changeAndEvict(fleet, way, key, () -> Thread.sleep(3000));
			CompletableFuture<Calls> winner = Calls.start(fleet, 1, way, key, Duration.ofMillis(1));
			DATABASE.awaitLoads(key, 2);
			Calls calls = Threads.await(Calls.start(fleet, 3, way, key, Duration.ofMillis(2000)));
			// Memcached counts in whole seconds, so 3 of 4 are sure.
			assertThat(calls.count((call) -> call.millisSince(evicted) < 2800 && call.got(1))).as(way.name())
				.isPositive();
			assertThat(calls.count((call) -> call.millisSince(evicted) < 2800 && !call.got(1))).as("%s: %s", way, calls)
				.isZero();
			Threads.await(winner);
			assertThat(DATABASE.loads(key)).as(key).isEqualTo(2);
		});
	}

	@Test
	void theOldValueIsNotServedForLongerThanThatEvenIfTheReloadHangs() {
		EachWay.check(List.of(Way.PLAIN, Way.FUTURE, Way.MONO), "bound", (way, key) -> {
			CountDownLatch hang = new CountDownLatch(1);
			long evicted = changeAndEvict(fleet, way, key, () -> Threads.await(hang));
			CompletableFuture<Long> winner = Threads.call(() -> way.read(fleet.instance(0), key));
			DATABASE.awaitLoads(key, 2);
			DATABASE.onLoad(key, () -> {
			});
			Calls calls = Threads.await(Calls.start(fleet, 3, way, key, Duration.ofMillis(5500)));
			long longest = calls.last((call) -> call.got(1), evicted);
			System.out.printf("%s served the old value for %,d ms%n", way, longest);
			assertThat(longest).as(way.name()).isBetween(1500L, 4100L);
			hang.countDown();
			assertThat(Threads.await(winner)).isEqualTo(2);
		});
	}

	@Test
	void aSecondEvictOfAnOldValueRemovesIt() {
		EachWay.check(ALL, "twice", (way, key) -> {
			changeAndEvict(fleet, way, key, () -> {
			});
			way.evict(fleet.instance(1), key);
			assertThat(way.read(fleet.instance(2), key)).as(way.name()).isEqualTo(2);
		});
	}

	@Test
	void aSecondEvictWhileOneReloadsRemovesTheOldValue() {
		EachWay.check(ALL, "twiceReloading", (way, key) -> {
			CountDownLatch hang = new CountDownLatch(1);
			changeAndEvict(fleet, way, key, () -> Threads.await(hang));
			CompletableFuture<Calls> winner = Calls.start(fleet, 1, way, key, Duration.ofMillis(1));
			DATABASE.awaitLoads(key, 2);
			DATABASE.onLoad(key, () -> {
			});
			DATABASE.write(key);
			way.evict(fleet.instance(1), key);
			assertThat(way.read(fleet.instance(2), key)).as(way.name()).isEqualTo(3);
			hang.countDown();
			Threads.await(winner);
			assertThat(way.read(fleet.instance(0), key)).as(way.name()).isEqualTo(3);
		});
	}

	@Test
	void aReadByHandDoesNotKeepOthersFromReloading() {
		EachWay.check(ALL, "byHand", (way, key) -> {
			changeAndEvict(fleet, way, key, () -> {
			});
			way.stored(fleet.instance(1), key);
			for (int i = 0; i < 3; i++) {
				way.read(fleet.instance(i), key);
			}
			// Much sooner than the old value goes by itself.
			Awaitility.await(key)
				.atMost(Duration.ofSeconds(2))
				.untilAsserted(() -> assertThat(way.read(fleet.instance(2), key)).isEqualTo(2));
		});
	}

	@Test
	void theOldValueIsServedAfterItsExpiryForAsLongAsTheLoaderFails() {
		EachWay.check(WITH_LOADER, "expired", (way, key) -> {
			way.read(shortLived.instance(0), key);
			long stored = System.nanoTime();
			DATABASE.onLoad(key, () -> {
				throw new IllegalStateException("Load that fails");
			});
			Calls calls = Threads.await(Calls.start(shortLived, 2, way, key, Duration.ofMillis(7500)));
			System.out.printf("Failing loads of %s after expiry: %d loads, old value served for %,d ms%n", way,
					DATABASE.loads(key) - 1, calls.last((call) -> call.got(1), stored));
			assertThat(calls.count((call) -> call.millisSince(stored) < 4800 && !call.got(1))).as(way + " early")
				.isZero();
			assertThat(calls.count((call) -> call.millisSince(stored) > 6200 && call.failure() == null))
				.as(way + " late")
				.isZero();
			assertThat(DATABASE.loads(key)).as(way.name()).isGreaterThan(1);
		});
	}

	@Test
	void anExpiredValueGivesWayToOneThatLoads() {
		EachWay.check(WITH_LOADER, "renewed", (way, key) -> {
			way.read(shortLived.instance(0), key);
			DATABASE.write(key);
			Thread.sleep(2500);
			assertThat(way.read(shortLived.instance(1), key)).as(way.name()).isEqualTo(2);
			assertThat(DATABASE.loads(key)).as(way.name()).isEqualTo(2);
		});
	}

	@Test
	void noOldValueIsServedUnlessItIsAskedFor() {
		EachWay.check(ALL, "usual", (way, key) -> {
			changeAndEvict(usual, way, key, () -> {
			});
			assertThat(way.read(usual.instance(1), key)).as(way.name()).isEqualTo(2);
		});
	}

	/**
	 * Leaves an evicted value 1 where the database has 2; returns when it was evicted.
	 */
	private static long changeAndEvict(Fleet<Library> instances, Way way, String key, Database.Step reload) {
		assertThat(way.read(instances.instance(0), key)).isOne();
		Awaitility.await(key).until(() -> way.stored(instances.instance(1), key) != null);
		DATABASE.onLoad(key, reload);
		DATABASE.write(key);
		way.evict(instances.instance(0), key);
		return System.nanoTime();
	}

}
