package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads that take longer than a lease.
 */
@SideBySide
@ExtendWith(MemcachedServerExtension.class)
@Tag("fleet")
class SlowLoadTests {

	private static final List<Way> SYNC_WAYS = List.of(Way.SYNC, Way.SYNC_FUTURE, Way.SYNC_MONO, Way.LOADER,
			Way.RETRIEVE);

	private static final List<Way> PLAIN_WAYS = List.of(Way.PLAIN, Way.FUTURE, Way.MONO, Way.BOTH, Way.BOTH_FUTURE);

	private static final String LEASE = "memcached.cache.lease=" + Full.seconds(5, 2).toSeconds() + "s";

	private static final Duration SYNC_LOAD = Full.seconds(12, 5);

	private static final Duration PLAIN_LOAD = Full.seconds(8, 3);

	private static final Database DATABASE = new Database(() -> {
	});

	private static Fleet<Library> fleet;

	private static Fleet<Library> refreshing;

	private static Fleet<Library> limited;

	@BeforeAll
	static void start(MemcachedServer server) {
		fleet = Fleet.start(3, server.node(), DATABASE, LEASE);
		refreshing = Fleet.start(3, server.node(), DATABASE, LEASE, "memcached.cache.refresh-ahead=2m");
		limited = Fleet.start(1, server.node(), DATABASE, "memcached.cache.load-limit=2s");
	}

	@AfterAll
	static void close() {
		fleet.close();
		refreshing.close();
		limited.close();
	}

	@Test
	void storesWhatOneSyncCallerLoadsForTheFleet() {
		assertThatLoadsOnce(fleet, "slow");
	}

	@Test
	void storesWhatOneSyncCallerLoadsForAFleetThatRefreshesAhead() {
		assertThatLoadsOnce(refreshing, "ahead");
	}

	private static void assertThatLoadsOnce(Fleet<Library> instances, String prefix) {
		forEach(SYNC_WAYS, prefix, SYNC_LOAD, (way, key) -> {
			Threads.awaitAll(Threads.together(6, (i) -> () -> way.read(instances.instance(i), key)));
			awaitStored(instances, way, key);
			way.read(instances.instance(1), key);
			assertThat(DATABASE.loads(key)).as(key).isOne();
		});
	}

	@Test
	void storesWhatAPlainMethodLoads() {
		assertThatStoresPlain(fleet, "slowPlain");
	}

	@Test
	void storesWhatAPlainMethodLoadsWhenItRefreshesAhead() {
		assertThatStoresPlain(refreshing, "aheadPlain");
	}

	private static void assertThatStoresPlain(Fleet<Library> instances, String prefix) {
		forEach(PLAIN_WAYS, prefix, PLAIN_LOAD, (way, key) -> {
			way.read(instances.instance(0), key);
			awaitStored(instances, way, key);
			way.read(instances.instance(1), key);
			assertThat(DATABASE.loads(key)).as(key).isOne();
		});
	}

	private static void awaitStored(Fleet<Library> instances, Way way, String key) {
		Awaitility.await(key).untilAsserted(() -> assertThat(way.stored(instances.instance(2), key)).isEqualTo(1));
	}

	@Test
	void storesNothingThatWasEvictedHalfWay() {
		assertThatEvictWins(SYNC_WAYS, fleet, "evicted", SYNC_LOAD);
	}

	@Test
	void storesNothingThatWasEvictedHalfWayWhenItRefreshesAhead() {
		assertThatEvictWins(SYNC_WAYS, refreshing, "evictedAhead", SYNC_LOAD);
	}

	@Test
	void storesNothingOfAPlainMethodThatWasEvictedHalfWay() {
		assertThatEvictWins(PLAIN_WAYS, fleet, "evictedPlain", PLAIN_LOAD);
	}

	private static void assertThatEvictWins(List<Way> ways, Fleet<Library> instances, String prefix, Duration load) {
		forEach(ways, prefix, load, (way, key) -> {
			CompletableFuture<Long> caller = Threads.call(() -> way.read(instances.instance(0), key));
			DATABASE.awaitLoads(key, 1);
			Thread.sleep(load.toMillis() / 2);
			DATABASE.write(key);
			way.evict(instances.instance(1), key);
			assertThat(Threads.await(caller)).as(key).isOne();
			assertThatStaysAbsent(instances, way, key);
			DATABASE.onLoad(key, () -> {
			});
			assertThat(way.read(instances.instance(0), key)).as(key).isEqualTo(2);
			awaitNewVersion(instances, way, key);
		});
	}

	private static void assertThatStaysAbsent(Fleet<Library> instances, Way way, String key) throws Exception {
		// An asynchronous store may still be on its way.
		Thread.sleep(200);
		assertThat(way.stored(instances.instance(2), key)).as(key).isNull();
	}

	private static void awaitNewVersion(Fleet<Library> instances, Way way, String key) {
		Awaitility.await(key).untilAsserted(() -> assertThat(way.stored(instances.instance(2), key)).isEqualTo(2));
	}

	@Test
	void returnsButDoesNotStoreWhatTakesLongerThanTheLoadLimit() {
		forEach(List.of(Way.PLAIN, Way.FUTURE, Way.MONO), "overdue", Duration.ofSeconds(4), (way, key) -> {
			assertThat(way.read(limited.instance(0), key)).as(key).isOne();
			Thread.sleep(200);
			assertThat(way.stored(limited.instance(0), key)).as(key).isNull();
		});
	}

	/** Has loads of all keys take long. */
	private static void forEach(List<Way> ways, String prefix, Duration load, EachWay.Check check) {
		EachWay.check(ways, prefix, (way, key) -> {
			DATABASE.onLoad(key, () -> Thread.sleep(load.toMillis()));
			check.run(way, key);
		});
	}

}
