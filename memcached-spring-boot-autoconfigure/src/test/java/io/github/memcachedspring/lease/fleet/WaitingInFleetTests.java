package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that wait for a load of another instance.
 */
@SideBySide
@Tag("fleet")
class WaitingInFleetTests {

	private static final Duration LOAD = Full.seconds(8, 3);

	private static final Duration SLACK = Duration.ofMillis(2500);

	@Test
	void pollOncePer50MillisecondsAndKeyForAllOfTheirInstance() throws Exception {
		List<Way> ways = List.of(Way.SYNC, Way.SYNC_FUTURE, Way.RETRIEVE);
		CountDownLatch loaded = new CountDownLatch(1);
		Database database = new Database(() -> Threads.await(loaded));
		try (MemcachedServer server = MemcachedServer.start();
				Fleet<Library> fleet = Fleet.start(3, server.node(), database,
						"memcached.cache.clear-propagation=1h")) {
			List<CompletableFuture<Long>> callers = new ArrayList<>();
			for (Way way : ways) {
				callers.add(Threads.call(() -> way.read(fleet.instance(0), way.name())));
				database.awaitLoads(way.name(), 1);
			}
			callers.addAll(Threads.together(2 * 100 * ways.size(), (i) -> {
				Way way = ways.get(i / 2 % ways.size());
				return () -> way.read(fleet.instance(1 + i % 2), way.name());
			}));
			// Then all of them have had their look.
			Thread.sleep(1000);
			long begin = System.nanoTime();
			long before = server.stat("cmd_get");
			Thread.sleep(LOAD.toMillis() - 1000);
			long polls = server.stat("cmd_get") - before;
			long millis = millisSince(begin);
			System.out.printf("100 waiters each for 3 keys in 2 instances: %d polls in %,d ms, one per %d ms and key%n",
					polls, millis, millis * 6 / Math.max(polls, 1));
			assertThat(callers.stream().filter(CompletableFuture::isDone).count()).as("of those who wait").isZero();
			assertThat(polls).isBetween(6L, 6 * (1 + millis / 50));
			loaded.countDown();
			assertThat(Threads.awaitAll(callers)).containsOnly(1L);
			assertThat(ways).allMatch((way) -> database.loads(way.name()) == 1);
		}
	}

	@Test
	void areNoneOfAPlainMethodWhoseResultsAreNotStored() {
		Duration load = Duration.ofMillis(500);
		Database database = new Database(() -> Thread.sleep(load.toMillis()));
		try (MemcachedServer server = MemcachedServer.start();
				Fleet<Library> fleet = Fleet.start(2, server.node(), database)) {
			List<Long> millis = Threads.awaitAll(Threads.together(200, (i) -> () -> {
				long begin = System.nanoTime();
				assertThat(fleet.library(i).absent("absent")).isNull();
				return millisSince(begin);
			}));
			System.out.printf("200 callers of an absent row: %d to %d ms for a method of %d ms%n",
					Collections.min(millis), Collections.max(millis), load.toMillis());
			assertThat(database.loads("absent")).isEqualTo(200);
			assertThat(Collections.max(millis)).isLessThan(load.plus(SLACK).toMillis());
		}
	}

	@Test
	void shareOneUnstoredLoadPerInstanceAfterTheWaitLimit() throws Exception {
		Duration waitLimit = Duration.ofSeconds(3);
		List<Way> ways = List.of(Way.SYNC, Way.SYNC_FUTURE, Way.SYNC_MONO, Way.LOADER, Way.RETRIEVE);
		CountDownLatch hang = new CountDownLatch(1);
		Database database = new Database(() -> Threads.await(hang));
		try (MemcachedServer server = MemcachedServer.start();
				Fleet<Library> fleet = Fleet.start(3, server.node(), database, "memcached.cache.lease=2s",
						"memcached.cache.wait-limit=" + waitLimit.toSeconds() + "s")) {
			List<CompletableFuture<Long>> holders = new ArrayList<>();
			for (Way way : ways) {
				holders.add(Threads.call(() -> way.read(fleet.instance(0), way.name())));
				database.awaitLoads(way.name(), 1);
				database.onLoad(way.name(), () -> Thread.sleep(1000));
			}
			List<Long> millis = Threads.awaitAll(Threads.together(40 * ways.size(), (i) -> {
				Way way = ways.get(i / 2 % ways.size());
				return () -> {
					long begin = System.nanoTime();
					way.read(fleet.instance(1 + i % 2), way.name());
					return millisSince(begin);
				};
			}));
			System.out.printf("Wait limit of %,d ms: answered after %,d to %,d ms%n", waitLimit.toMillis(),
					Collections.min(millis), Collections.max(millis));
			assertThat(holders).noneMatch(CompletableFuture::isDone);
			assertThat(Collections.min(millis)).isGreaterThanOrEqualTo(waitLimit.toMillis());
			assertThat(Collections.max(millis)).isLessThan(waitLimit.plus(SLACK).toMillis() + 1000);
			assertThat(ways).allSatisfy((way) -> {
				assertThat(database.loads(way.name())).as("one per instance: " + way).isEqualTo(3);
				assertThat(way.stored(fleet.instance(1), way.name())).as(way.name()).isNull();
			});
			hang.countDown();
			assertThat(Threads.awaitAll(holders)).containsOnly(1L);
		}
	}

	private static long millisSince(long begin) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
	}

}
