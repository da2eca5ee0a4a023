package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

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
 * Entries that live for 6 s and are refreshed when 3 s remain, or live for twice as long.
 */
@SideBySide
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class RefreshInFleetTests {

	private static final List<Way> WITH_LOADER = List.of(Way.SYNC, Way.SYNC_FUTURE, Way.LOADER, Way.RETRIEVE);

	private static final List<Way> PLAIN = List.of(Way.PLAIN, Way.FUTURE, Way.BOTH);

	private static final Duration LOAD = Duration.ofSeconds(1);

	private static final Database DATABASE = new Database(() -> {
	});

	private static Fleet<Library> fleet;

	/** With time to fail more than once. */
	private static Fleet<Library> longLived;

	@BeforeAll
	static void start(MemcachedServer server) {
		fleet = Fleet.start(3, server.node(), DATABASE, "memcached.cache.time-to-live=6s",
				"memcached.cache.refresh-ahead=3s", "memcached.cache.caches.loader.refresh-ahead=50%",
				"memcached.cache.caches.mono.time-to-live=5s", "memcached.cache.caches.syncMono.time-to-live=5s");
		longLived = Fleet.start(3, server.node(), DATABASE, "memcached.cache.time-to-live=12s",
				"memcached.cache.refresh-ahead=6s");
	}

	@AfterAll
	static void close() {
		longLived.close();
		fleet.close();
	}

	@Test
	void oneCallerInTheFleetRefreshes() {
		EachWay.check(WITH_LOADER, "refreshed", RefreshInFleetTests::assertThatOneRefreshes);
	}

	/** Asynchronous methods return before their value is stored. */
	private static void fill(Fleet<Library> instances, Way way, String key) {
		way.read(instances.instance(0), key);
		Awaitility.await(key).until(() -> way.stored(instances.instance(0), key) != null);
	}

	@Test
	void oneCallerInTheFleetRunsAPlainMethod() {
		EachWay.check(PLAIN, "refreshed", RefreshInFleetTests::assertThatOneRefreshes);
	}

	private static void assertThatOneRefreshes(Way way, String key) throws Exception {
		fill(fleet, way, key);
		DATABASE.onLoad(key, () -> Thread.sleep(LOAD.toMillis()));
		CompletableFuture<Calls> calling = Calls.start(fleet, 6, way, key, Duration.ofSeconds(11));
		Thread.sleep(5000);
		DATABASE.write(key);
		Calls calls = Threads.await(calling);
		List<Long> gaps = gapsInMillis(DATABASE.loadTimes(key));
		System.out.printf("Refreshed %s: loads %s ms apart, %s%n", way, gaps, calls);
		assertThat(gaps).as(way.name()).hasSizeBetween(2, 4).allMatch((gap) -> gap >= 1900);
		assertThat(calls.count((call) -> call.failure() != null)).as("failures, %s", way).isZero();
		assertThat(way.read(fleet.instance(1), key)).as("seen by a refresh").isEqualTo(2);
	}

	@Test
	void nobodyWaitsForARefresh() {
		EachWay.check(WITH_LOADER, "held", (way, key) -> assertThatGoOnDuringARefresh(way, key, 6));
	}

	@Test
	void allButOneGoOnWhileAPlainMethodRefreshes() {
		EachWay.check(PLAIN, "held", (way, key) -> assertThatGoOnDuringARefresh(way, key, 5));
	}

	/** Holds a refresh until so many of six callers have called some times more. */
	private static void assertThatGoOnDuringARefresh(Way way, String key, int callers) throws Exception {
		fill(longLived, way, key);
		CountDownLatch refresh = new CountDownLatch(1);
		DATABASE.onLoad(key, () -> Threads.await(refresh));
		AtomicIntegerArray calls = new AtomicIntegerArray(6);
		List<CompletableFuture<Integer>> calling = Threads.together(6, (i) -> () -> {
			while (refresh.getCount() > 0) {
				assertThat(way.read(longLived.instance(i), key)).isOne();
				calls.incrementAndGet(i);
				Thread.sleep(20);
			}
			return i;
		});
		DATABASE.awaitLoads(key, 2);
		int[] before = IntStream.range(0, 6).map(calls::get).toArray();
		// The value lives for 5 s from then on.
		Awaitility.await(key)
			.atMost(Duration.ofSeconds(4))
			.until(() -> IntStream.range(0, 6).filter((i) -> calls.get(i) >= before[i] + 5).count() >= callers);
		refresh.countDown();
		Threads.awaitAll(calling);
		assertThat(DATABASE.loads(key)).as(key).isEqualTo(2);
	}

	private static List<Long> gapsInMillis(List<Long> times) {
		return IntStream.range(1, times.size())
			.mapToObj((i) -> Duration.ofNanos(times.get(i) - times.get(i - 1)).toMillis())
			.toList();
	}

	@Test
	void aFailedRefreshKeepsTheValueAndIsTriedAgainAfterASecondOrMore() {
		EachWay.check(WITH_LOADER, "fails", (way, key) -> {
			long begin = System.nanoTime();
			fill(longLived, way, key);
			DATABASE.onLoad(key, () -> {
				throw new IllegalStateException("Refresh that fails");
			});
			Calls calls = Threads.await(Calls.start(longLived, 3, way, key, Duration.ofSeconds(10)));
			// Memcached counts in whole seconds, so 11 of 12 are sure.
			long lived = begin + Duration.ofMillis(10_500).toNanos();
			List<Long> gaps = gapsInMillis(DATABASE.loadTimes(key).stream().filter((time) -> time < lived).toList());
			System.out.printf("Failed refreshes of %s: loads %s ms apart%n", way, gaps);
			assertThat(calls.count((call) -> call.begin() < lived && !call.got(1))).as("failed, %s", way).isZero();
			assertThat(gaps.size()).as("failed refreshes of %s", way).isBetween(2, 6);
			assertThat(gaps.get(0)).isGreaterThanOrEqualTo(4900);
			assertThat(gaps.subList(1, gaps.size())).allMatch((gap) -> gap >= 950);
		});
	}

	@Test
	void anEvictWinsAgainstARefresh() {
		EachWay.check(List.of(Way.SYNC, Way.SYNC_FUTURE, Way.LOADER, Way.RETRIEVE, Way.PLAIN, Way.FUTURE), "evicted",
				(way, key) -> {
					fill(fleet, way, key);
					CountDownLatch refresh = new CountDownLatch(1);
					DATABASE.onLoad(key, () -> Threads.await(refresh));
					CompletableFuture<Calls> calling = Calls.start(fleet, 3, way, key, Duration.ofMillis(5800));
					DATABASE.awaitLoads(key, 2);
					DATABASE.onLoad(key, () -> {
					});
					DATABASE.write(key);
					way.evict(fleet.instance(1), key);
					long evicted = System.nanoTime();
					assertThat(way.read(fleet.instance(1), key)).as(way.name()).isEqualTo(2);
					refresh.countDown();
					Calls calls = Threads.await(calling);
					assertThat(calls.count((call) -> call.begin() > evicted && !call.got(2))).as("stale, " + way)
						.isZero();
					assertThat(way.read(fleet.instance(2), key)).as(way.name()).isEqualTo(2);
				});
	}

	@Test
	void entriesWhoseLifeIsShorterThanTwiceTheMarkAreLeftAlone() {
		EachWay.check(List.of(Way.MONO, Way.SYNC_MONO), "short", (way, key) -> {
			Threads.await(Calls.start(fleet, 1, way, key, Duration.ofSeconds(9)));
			List<Long> gaps = gapsInMillis(DATABASE.loadTimes(key));
			assertThat(gaps).as(way.name()).hasSizeBetween(1, 2).allMatch((gap) -> gap >= 3900);
		});
	}

}
