package io.github.memcachedspring.lease.fleet;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.memcachedspring.cache.LoadStatistics;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts that tell apart what became of loads.
 */
@SideBySide
@Tag("fleet")
class LoadStatisticsTests {

	private static final List<Way> SYNC = List.of(Way.SYNC, Way.SYNC_FUTURE, Way.SYNC_MONO, Way.LOADER, Way.RETRIEVE);

	private static final List<Way> ALL = Stream.concat(SYNC.stream(), Stream.of(Way.PLAIN, Way.FUTURE, Way.MONO))
		.toList();

	@Test
	void countLoadsWaitsAndWins() {
		Database database = new Database(() -> Thread.sleep(1000));
		try (MemcachedServer server = MemcachedServer.start();
				Fleet<Library> fleet = Fleet.start(2, server.node(), database)) {
			Threads.awaitAll(Threads.together(20 * SYNC.size(), (i) -> {
				Way way = SYNC.get(i / 2 % SYNC.size());
				return () -> way.read(fleet.instance(i), way.name());
			}));
			assertThat(SYNC).allSatisfy((way) -> {
				assertThat(sum(fleet, way, LoadStatistics::loads)).as("loads " + way).isOne();
				assertThat(sum(fleet, way, LoadStatistics::waits)).as("waits " + way).isEqualTo(19);
				assertThat(sum(fleet, way, LoadStatistics::leaseWins)).as("wins " + way).isOne();
			});
		}
	}

	@Test
	void countStoresThatAnEvictRefused() throws Exception {
		assertThatCounts(LoadStatistics::refusedEvicted, ALL,
				(proxy, fleet) -> ALL.forEach((way) -> way.evict(fleet.instance(1), way.name())));
	}

	@Test
	void countStoresThatAPutRefused() throws Exception {
		assertThatCounts(LoadStatistics::refusedReplaced, ALL,
				(proxy, fleet) -> ALL.forEach((way) -> way.put(fleet.instance(1), way.name(), 2)));
	}

	@Test
	void countStoresThatALostConnectionRefused() throws Exception {
		assertThatCounts(LoadStatistics::refusedUnknown, ALL, (proxy, fleet) -> {
			proxy.cut();
			Awaitility.await().ignoreExceptions().until(() -> {
				fleet.cache(0, "probe").put("k", "v");
				return fleet.cache(0, "probe").get("k") != null;
			});
		});
	}

	@Test
	void countMethodsThatTookLongerThanTheLoadLimit() throws Exception {
		assertThatCounts(LoadStatistics::overdue, List.of(Way.PLAIN, Way.FUTURE, Way.MONO),
				(proxy, fleet) -> Thread.sleep(3500), "memcached.cache.load-limit=2s");
	}

	/**
	 * Does something while values are loaded, and looks how their refusals are counted.
	 */
	private static void assertThatCounts(ToLongFunction<LoadStatistics> count, List<Way> ways,
			Interference interference, String... properties) throws Exception {
		CountDownLatch loaded = new CountDownLatch(1);
		Database database = new Database(() -> Threads.await(loaded));
		try (MemcachedServer server = MemcachedServer.start();
				TcpProxy proxy = TcpProxy.before(server.node());
				Fleet<Library> fleet = Fleet.start(2, proxy.node(), database, properties)) {
			List<CompletableFuture<Long>> callers = ways.stream()
				.map((way) -> Threads.call(() -> way.read(fleet.instance(0), way.name())))
				.toList();
			ways.forEach((way) -> database.awaitLoads(way.name(), 1));
			interference.disturb(proxy, fleet);
			loaded.countDown();
			assertThat(Threads.awaitAll(callers)).containsOnly(1L);
			assertThat(ways).allSatisfy((way) -> Awaitility.await(way.name())
				.untilAsserted(() -> assertThat(sum(fleet, way, count)).isOne()));
		}
	}

	private static long sum(Fleet<Library> fleet, Way way, ToLongFunction<LoadStatistics> count) {
		return way.statistics(fleet.instance(0), count) + way.statistics(fleet.instance(1), count);
	}

	/** What comes between a miss and the store. */
	private interface Interference {

		void disturb(TcpProxy proxy, Fleet<Library> fleet) throws Exception;

	}

}
