package io.github.memcachedspring.lease.fleet;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A load whose key is evicted elsewhere while callers of its own instance could still
 * join it.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("fleet")
class VoidedFlightTests {

	private static final int SIDE_BY_SIDE = 20;

	private static final int ROUNDS = Full.rounds(1_000, 100) / SIDE_BY_SIDE;

	private static final Database DATABASE = new Database(() -> {
	});

	private static Fleet<Library> fleet;

	@BeforeAll
	static void start(MemcachedServer server) {
		fleet = Fleet.start(2, server.node(), DATABASE);
	}

	@AfterAll
	static void close() {
		fleet.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "SYNC", "SYNC_FUTURE", "LOADER", "RETRIEVE" })
	void isNotJoinedByThoseWhoComeAfterTheEvict(Way way) {
		AtomicInteger stale = new AtomicInteger();
		Threads.awaitAll(IntStream.range(0, SIDE_BY_SIDE).mapToObj((slot) -> Threads.start(() -> {
			for (int round = 0; round < ROUNDS; round++) {
				stale.addAndGet(staleReads(way, "voided%s-%d-%d".formatted(way, slot, round), round % 2 == 0));
			}
		})).toList());
		String description = "%s: %d of %d rounds stale".formatted(way, stale.get(), ROUNDS * SIDE_BY_SIDE);
		System.out.println("Voided flight, " + description);
		assertThat(stale).as(description).hasValue(0);
	}

	/** Returns 1 if somebody got an old value, else 0. */
	private static int staleReads(Way way, String key, boolean oldLoadEndsFirst) throws Exception {
		CountDownLatch endOld = new CountDownLatch(1);
		CountDownLatch endNew = new CountDownLatch(1);
		DATABASE.onLoad(key, () -> Threads.await(endOld));
		CompletableFuture<Long> old = Threads.call(() -> way.read(fleet.instance(0), key));
		DATABASE.awaitLoads(key, 1);
		DATABASE.onLoad(key, () -> Threads.await(endNew));
		DATABASE.write(key);
		way.evict(fleet.instance(1), key);
		CompletableFuture<Long> successor = Threads.call(() -> way.read(fleet.instance(1), key));
		DATABASE.awaitLoads(key, 2);
		CompletableFuture<Long> newcomer = Threads.call(() -> way.read(fleet.instance(0), key));
		// Long enough to get as far as it can, which is to wait.
		Thread.sleep(20);
		(oldLoadEndsFirst ? endOld : endNew).countDown();
		Thread.sleep(5);
		(oldLoadEndsFirst ? endNew : endOld).countDown();
		assertThat(Threads.await(old)).isOne();
		List<Long> values = Threads.awaitAll(List.of(successor, newcomer));
		Long stored = way.read(fleet.instance(0), key);
		return values.contains(1L) || stored == 1 ? 1 : 0;
	}

}
