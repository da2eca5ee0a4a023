package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a server that accepts commands and answers nothing.
 */
@Tag("fault")
class HungServerTests {

	@Test
	void fault01And02CallersWaitForATimeoutUntilTheServerIsLeftAloneAndItIsUsedAgainWhenItGoesOn() {
		try (MemcachedServer server = MemcachedServer.start(); App app = App.on(server.port())) {
			for (int i = 0; i < 20; i++) {
				app.awaitHit("k" + i);
			}
			Callers callers = Callers.start(app, 50, "k");
			callers.awaitCalls(5000);
			server.pause();
			long hung = System.nanoTime();
			App.waitUntil(() -> app.node().leftAlone());
			Duration untilLeftAlone = Extent.since(hung);
			// Those that were waiting already.
			Extent.lasts(App.TIMEOUT.multipliedBy(2));
			long alone = System.nanoTime();
			callers.awaitCalls(5000);
			Extent.lasts(Duration.ofSeconds(Extent.of(20, 1)));
			Duration p99 = callers.p99(alone);
			server.resume();
			Duration untilHit = app.awaitHit("back");
			callers.assertNothingNoticed();
			System.out.printf(
					"fault 1: timeout %d ms, slowest call %.0f ms, left alone after %.0f ms, then p99 %.2f ms;"
							+ " fault 2: first hit after %.0f ms; %d calls%n",
					App.TIMEOUT.toMillis(), Extent.millis(callers.slowest(hung)), Extent.millis(untilLeftAlone),
					Extent.millis(p99), Extent.millis(untilHit), callers.count());
			assertThat(untilLeftAlone).isLessThan(Duration.ofSeconds(2));
			assertThat(callers.slowest(hung)).isLessThan(App.TIMEOUT.multipliedBy(10));
			assertThat(p99).isLessThan(Duration.ofMillis(50));
			assertThat(untilHit).isLessThan(Duration.ofSeconds(4));
		}
	}

	/**
	 * A control with as many threads, which wait for the same time and then keep the
	 * processor for as long as a call does, tells what is the library's and what the
	 * machine's, which has fewer processors than callers.
	 */
	@Test
	void fault37ManyCallersOfAHungServerCostNeitherHeapNorThreadsNorTime() {
		int count = Extent.of(5000, 2000);
		Duration lasting = Duration.ofSeconds(Extent.of(60, 3));
		try (MemcachedServer server = MemcachedServer.start(); App app = App.on(server.port())) {
			Callers few = Callers.start(app, 2, "k");
			few.awaitCalls(200);
			few.assertNothingNoticed();
			Shop plain = new Shop(new ConcurrentHashMap<>());
			Crowd control = Crowd.of(count, lasting, HungServerTests::waitAndWork, plain);
			long heapBefore = usedHeap();
			int threadsBefore = Thread.activeCount();
			server.pause();
			Crowd crowd = Crowd.of(count, lasting, (first) -> {
			}, app.shop());
			long growth = usedHeap() - heapBefore;
			int threads = Thread.activeCount() - threadsBefore;
			server.resume();
			System.out.printf(
					"fault 37: %d callers for %d s: heap %+d KB, threads %+d, rejected %d%n"
							+ "  of the hung server: %s%n  control:            %s%n",
					count, lasting.toSeconds(), growth / 1024, threads, app.node().rejected(), crowd, control);
			assertThat(growth).isLessThan(50L << 20);
			assertThat(threads).isLessThan(20);
			assertThat(crowd.later().median()).isLessThan(Duration.ofMillis(10));
			assertThat(crowd.later().p99().minus(control.later().p99())).isLessThan(Duration.ofSeconds(1));
			app.awaitHit("back");
		}
	}

	private static void waitAndWork(boolean first) {
		if (first) {
			LockSupport.parkNanos(App.TIMEOUT.toNanos());
		}
		long number = 1;
		for (int i = 0; i < 20_000; i++) {
			number = number * 31 + (number >>> 7) + i;
		}
		assertThat(number).isNotZero();
	}

	private static long usedHeap() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

}
