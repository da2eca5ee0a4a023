package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests callers on virtual threads. Without the tag of the other faults, for those are
 * left out on the only JDK of the build that has virtual threads.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

	@Test
	void fault36ManyVirtualThreadsAreServedWithinTheLimits() throws Exception {
		int count = Extent.of(100_000, 10_000);
		try (MemcachedServer server = MemcachedServer.start(); App app = App.on(server.port(), App.PATIENT)) {
			for (int i = 0; i < 20; i++) {
				app.awaitHit("k" + i);
			}
			int threads = Thread.activeCount();
			long heap = usedHeap();
			AtomicLong slowest = new AtomicLong();
			Callers callers = Callers.none(app);
			long start = System.nanoTime();
			ExecutorService executor = executor();
			List<Future<?>> futures = new ArrayList<>();
			AtomicInteger methods = new AtomicInteger();
			for (int i = 0; i < count; i++) {
				String key = "k" + i % 20;
				futures.add(executor.submit(() -> {
					long begin = System.nanoTime();
					callers.callOnce(key, (methods.incrementAndGet() % 2 == 0) ? 2 : 19);
					slowest.accumulateAndGet(System.nanoTime() - begin, Math::max);
				}));
			}
			for (Future<?> future : futures) {
				future.get(1, TimeUnit.MINUTES);
			}
			Duration taken = Extent.since(start);
			executor.shutdown();
			callers.assertNothingNoticed();
			futures.clear();
			System.out.printf(
					"fault 36: %d virtual threads in %.0f ms, p99 %.0f ms, slowest %.0f ms, %d loads, rejected %d,"
							+ " threads %+d, heap %+d KB%n",
					count, Extent.millis(taken), Extent.millis(callers.p99(start)), slowest.get() / 1e6,
					callers.loads(), app.node().rejected(), Thread.activeCount() - threads, (usedHeap() - heap) / 1024);
			assertThat(app.node().timesLeftAlone()).isZero();
			app.awaitHit("after");
		}
	}

	/** The sources are compiled for Java 17. */
	private static ExecutorService executor() throws ReflectiveOperationException {
		return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

	private static long usedHeap() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

}
