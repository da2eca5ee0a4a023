package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads that need what they are loading.
 */
@SideBySide
@ExtendWith(MemcachedServerExtension.class)
@Tag("fleet")
class ReentrantLoadTests {

	private static final Duration WAIT_LIMIT = Duration.ofSeconds(3);

	/** For a machine that is busy; a deadlock would last for ever. */
	private static final Duration SLACK = Duration.ofSeconds(10);

	private static final Duration AT_ONCE = Duration.ofMillis(2500);

	private static final Database DATABASE = new Database(() -> {
	});

	private static Fleet<Library> fleet;

	@BeforeAll
	static void start(MemcachedServer server) {
		fleet = Fleet.start(2, server.node(), DATABASE, "memcached.cache.lease=2s",
				"memcached.cache.wait-limit=" + WAIT_LIMIT.toSeconds() + "s");
	}

	@AfterAll
	static void close() {
		fleet.close();
	}

	@Test
	void endAtOnceWhenTheyCallThemselvesOnTheirThread() {
		List.of(Way.SYNC, Way.LOADER).forEach((way) -> {
			String key = "self" + way;
			DATABASE.onLoad(key, () -> {
				DATABASE.onLoad(key, () -> {
				});
				assertThat(way.read(fleet.instance(0), key)).isOne();
			});
			assertThatEndsWithin(AT_ONCE, way + " of its own key", reading(way, 0, key));
			assertThat(DATABASE.loads(key)).isEqualTo(2);
			assertThat(way.read(fleet.instance(1), key)).isOne();
		});
	}

	@Test
	void endWithinTheWaitLimitWhenTheyCallThemselvesOnAnotherThread() {
		Threads.awaitAll(Stream.of(Way.SYNC_FUTURE, Way.SYNC_MONO, Way.RETRIEVE).map((way) -> Threads.start(() -> {
			String key = "self" + way;
			DATABASE.onLoad(key, () -> {
				DATABASE.onLoad(key, () -> {
				});
				assertThat(way.read(fleet.instance(0), key)).isOne();
			});
			assertThatEndsWithin(WAIT_LIMIT.plus(SLACK), way + " of its own key", reading(way, 0, key));
			assertThat(DATABASE.loads(key)).isEqualTo(2);
		})).toList());
	}

	@Test
	void endWhenTheyAskForTheirOwnKeyBeforeTheyReturnAFuture() {
		String key = "inSupplier";
		assertThatEndsWithin(WAIT_LIMIT.plus(SLACK), "RETRIEVE of its own key", Threads.call(() -> {
			long begin = System.nanoTime();
			MemcachedCache cache = fleet.cache(0, "retrieve");
			Threads.await(cache.retrieve(key, () -> cache.retrieve(key, () -> CompletableFuture.completedFuture(1L))
				.thenApply((value) -> value + 1)));
			return System.nanoTime() - begin;
		}));
	}

	@Test
	void endWithinTheWaitLimitWhenTheyNeedEachOtherInOneInstance() {
		assertThatOfEachOtherEnd("one", 0);
	}

	@Test
	void endWithinTheWaitLimitWhenTheyNeedEachOtherInTwoInstances() {
		assertThatOfEachOtherEnd("two", 1);
	}

	private static void assertThatOfEachOtherEnd(String prefix, int otherInstance) {
		Stream<Way> ways = Stream.of(Way.SYNC, Way.SYNC_FUTURE, Way.SYNC_MONO, Way.LOADER, Way.RETRIEVE);
		Threads.awaitAll(ways.map((way) -> Threads.start(() -> {
			String key = prefix + way + "1";
			String otherKey = prefix + way + "2";
			CountDownLatch both = new CountDownLatch(2);
			needs(way, key, 0, otherKey, both);
			needs(way, otherKey, otherInstance, key, both);
			assertThatEndsWithin(WAIT_LIMIT.plus(SLACK),
					way + " of each other's keys in instance 0 and " + otherInstance, reading(way, 0, key),
					reading(way, otherInstance, otherKey));
		})).toList());
	}

	/** Makes the first load of a key need another one, which is being loaded by then. */
	private static void needs(Way way, String key, int instance, String otherKey, CountDownLatch both) {
		DATABASE.onLoad(key, () -> {
			DATABASE.onLoad(key, () -> {
			});
			both.countDown();
			Threads.await(both);
			assertThat(way.read(fleet.instance(instance), otherKey)).isOne();
		});
	}

	private static CompletableFuture<Long> reading(Way way, int instance, String key) {
		return Threads.call(() -> {
			long begin = System.nanoTime();
			assertThat(way.read(fleet.instance(instance), key)).isOne();
			return System.nanoTime() - begin;
		});
	}

	@SafeVarargs
	private static void assertThatEndsWithin(Duration limit, String name, CompletableFuture<Long>... readings) {
		long millis = TimeUnit.NANOSECONDS.toMillis(Collections.max(Threads.awaitAll(List.of(readings))));
		System.out.printf("%s ended after %,d ms%n", name, millis);
		assertThat(millis).as(name).isLessThan(limit.toMillis());
	}

}
