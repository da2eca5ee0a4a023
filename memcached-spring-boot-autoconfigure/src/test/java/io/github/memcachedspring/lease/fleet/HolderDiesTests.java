package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads that come to nothing while others wait for them.
 */
@SideBySide
@ExtendWith(MemcachedServerExtension.class)
@Tag("fleet")
class HolderDiesTests {

	private static final Duration LEASE = Duration.ofSeconds(2);

	private static final Duration LOAD = Duration.ofMillis(200);

	/**
	 * The promise is 500 ms; the rest is for a machine that is busy with other things.
	 */
	private static final Duration SLACK = Duration.ofMillis(500 + 500);

	private static final String PROPERTY = "memcached.cache.lease=2s";

	private static Database database;

	private static Fleet<Library> fleet;

	private static MemcachedServer server;

	@BeforeAll
	static void start(MemcachedServer sharedServer) {
		server = sharedServer;
		database = new Database(() -> Thread.sleep(LOAD.toMillis()));
		fleet = Fleet.start(2, server.node(), database, PROPERTY);
	}

	@AfterAll
	static void close() {
		fleet.close();
	}

	@Test
	void answersEverybodyOneLeaseAndOneLoadAfterTheHolderWasKilled() throws Exception {
		List<Way> ways = List.of(Way.SYNC, Way.SYNC_FUTURE, Way.RETRIEVE);
		List<CompletableFuture<Long>> callers;
		long killed;
		try (LeaseHolder holder = LeaseHolder.start(server.node(), PROPERTY, ways)) {
			callers = Threads.together(300, (i) -> {
				Way way = ways.get(i % ways.size());
				return () -> {
					way.read(fleet.instance(i), way.name());
					return System.nanoTime();
				};
			});
			// What would be loaded at once is loaded by now.
			Thread.sleep(2 * LOAD.toMillis());
			assertThat(callers.stream().filter(CompletableFuture::isDone).count()).as("answered before that").isZero();
			killed = System.nanoTime();
		}
		long last = Collections.max(Threads.awaitAll(callers)) - killed;
		System.out.printf("Holder killed: the last of 300 callers answered after %,d ms%n", millis(last));
		assertThat(millis(last)).isLessThan(LEASE.plus(LOAD).plus(SLACK).toMillis());
		assertThat(ways).allSatisfy((way) -> assertThat(database.loads(way.name())).as("beside the first").isOne());
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

	@Test
	void loadsAgainSoonAfterALoadFailedElsewhere() throws Exception {
		for (Way way : List.of(Way.SYNC, Way.SYNC_FUTURE, Way.SYNC_MONO, Way.LOADER, Way.RETRIEVE)) {
			assertThatLoadsAgainSoon(way);
		}
	}

	private static void assertThatLoadsAgainSoon(Way way) throws Exception {
		List<Long> gaps = new ArrayList<>();
		for (int round = 0; round < 10; round++) {
			gaps.add(millis(failAndLoadAgain(way, "fails" + way + round)));
		}
		Collections.sort(gaps);
		System.out.printf("%s failed elsewhere: next load after %s ms%n", way, gaps);
		assertThat(gaps.get(gaps.size() / 2)).isLessThan(100);
		assertThat(gaps.get(gaps.size() - 1)).isLessThan(SLACK.toMillis());
	}

	/** Returns the nanoseconds from the failure to the next load. */
	private static long failAndLoadAgain(Way way, String key) throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch fail = new CountDownLatch(1);
		database.onLoad(key, () -> {
			database.onLoad(key, () -> {
			});
			entered.countDown();
			Threads.await(fail);
			throw new DatabaseException();
		});
		CompletableFuture<Long> failing = Threads.call(() -> way.read(fleet.instance(0), key));
		Threads.await(entered);
		List<CompletableFuture<Long>> waiting = Threads.together(8, (i) -> () -> way.read(fleet.instance(i), key));
		Thread.sleep(50);
		assertThat(waiting.stream().filter(CompletableFuture::isDone).count()).as("of those who wait").isZero();
		long failed = System.nanoTime();
		fail.countDown();
		assertThat(Threads.awaitAll(waiting)).containsOnly(1L);
		assertThat(NestedExceptionUtils.getMostSpecificCause(failing.handle((value, failure) -> failure).join()))
			.isInstanceOf(DatabaseException.class);
		assertThat(database.loads(key)).isEqualTo(2);
		return database.loadTimes(key).get(1) - failed;
	}

	private static final class DatabaseException extends RuntimeException {

	}

}
