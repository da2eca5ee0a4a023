package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.guard.NodeStatus;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of one of two nodes that cannot be reached for a while and keeps its old entries.
 */
@Tag("fault")
class PartitionTests {

	private static final List<String> KEYS = IntStream.range(0, 1000).mapToObj((i) -> "k" + i).toList();

	private final long[] versions = new long[KEYS.size()];

	@Test
	void fault42NothingIsReadFromANodeThatIsBackThatWasEvicted() {
		nothingOldIsRead("evicts", Shop::evict);
	}

	@Test
	void fault42NothingIsReadFromANodeThatIsBackThatWasReplaced() {
		nothingOldIsRead("puts", Shop::put);
	}

	private void nothingOldIsRead(String name, BiFunction<Shop, String, String> change) {
		try (MemcachedServer a = MemcachedServer.start();
				MemcachedServer b = MemcachedServer.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", b.port());
				App app = App.on("127.0.0.1:" + a.port() + ",127.0.0.1:" + proxy.port(), App.PATIENT)) {
			App.waitUntil(() -> allHits(app));
			proxy.faults().newConnections().refuse();
			proxy.cutConnections();
			// The outage lasts longer than generations are remembered.
			Extent.lasts(Duration.ofMillis(1100));
			changeAll(app, change);
			Duration p99 = p99OfOthers(app);
			int owed = app.status().status().stream().mapToInt(NodeStatus::pendingDeletes).sum();
			long heal = System.nanoTime();
			proxy.faults().clear();
			int stale = stale(app);
			App.waitUntil(app::isSettled);
			Duration replayed = Extent.since(heal);
			stale += stale(app);
			System.out.printf(
					"fault 42: %d of %d %s owed, %d stale; made up for within %.0f ms;"
							+ " p99 of the other node %.2f ms%n",
					owed, KEYS.size(), name, stale, Extent.millis(replayed), Extent.millis(p99));
			assertThat(owed).isPositive();
			assertThat(stale).isZero();
			assertThat(p99).isLessThan(Duration.ofMillis(100));
			App.waitUntil(() -> allHits(app));
		}
	}

	@Test
	void fault41OnlyTheKeysOfADeadNodeAreMisses() {
		try (MemcachedServer a = MemcachedServer.start();
				MemcachedServer b = MemcachedServer.start();
				MemcachedServer c = MemcachedServer.start();
				App app = App.on("127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(a.port(), b.port(), c.port()),
						App.PATIENT)) {
			App.waitUntil(() -> allHits(app));
			long own = b.stat("curr_items");
			b.kill();
			Callers callers = Callers.start(app, 8, KEYS, 1);
			callers.awaitCalls(2000);
			callers.assertNothingNoticed();
			KEYS.forEach(app::isHit);
			long misses = KEYS.stream().filter((key) -> !app.isHit(key)).count();
			System.out.printf("fault 41: %d of %d keys are misses, the dead node held %d items%n", misses, KEYS.size(),
					own);
			assertThat(misses).isPositive().isLessThanOrEqualTo(own);
		}
	}

	private static boolean allHits(App app) {
		return KEYS.stream().filter(app::isHit).count() == KEYS.size();
	}

	private void changeAll(App app, BiFunction<Shop, String, String> change) {
		for (int i = 0; i < KEYS.size(); i++) {
			String key = KEYS.get(i);
			String value = change.apply(app.shop(), key);
			this.versions[i] = Shop.version(key, value);
		}
	}

	private Duration p99OfOthers(App app) {
		List<String> others = KEYS.stream().filter((key) -> isServed(app, key)).limit(100).toList();
		assertThat(others).hasSizeGreaterThan(50);
		long start = System.nanoTime();
		Callers callers = Callers.start(app, 4, others, 1);
		callers.awaitCalls(1000);
		callers.assertNothingNoticed();
		for (int i = 0; i < KEYS.size(); i++) {
			this.versions[i] = Math.max(this.versions[i], current(app, i));
		}
		return callers.p99(start);
	}

	/** Whether the node of the key answers: the second read of it is a hit. */
	private static boolean isServed(App app, String key) {
		app.isHit(key);
		return app.isHit(key);
	}

	private static long current(App app, int index) {
		return app.shop().current(KEYS.get(index));
	}

	private int stale(App app) {
		int stale = 0;
		for (int i = 0; i < KEYS.size(); i++) {
			String value = app.shop().plain(KEYS.get(i), new AtomicInteger());
			stale += (Shop.version(KEYS.get(i), value) < this.versions[i]) ? 1 : 0;
		}
		return stale;
	}

}
