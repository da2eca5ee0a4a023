package io.github.memcachedspring.warmup;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.test.ChildJvm;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.warmup.WarmUpProgress.State;

import static org.assertj.core.api.Assertions.assertThat;

/** Several instances, one of which is killed, and writers beside them. */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
@Tag("fleet")
class WarmUpInFleetTests {

	private static final int KEYS = Full.rounds(20_000, 3000);

	private final MemcachedServer server;

	WarmUpInFleetTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void goesOnWhereAKilledInstanceStopped() {
		Set<Integer> loadedHere = ConcurrentHashMap.newKeySet();
		try (Instance instance = new Instance(this.server.node())) {
			CompletableFuture<Void> end;
			CacheWarmUp warmUp = instance.warmUp(WarmingProgram.warmer(KEYS, (key) -> {
				loadedHere.add(key);
				return "value " + key;
			}));
			try (ChildJvm other = WarmingProgram.start(this.server.node(), KEYS, 1000)) {
				awaitLoad(other);
				end = warmUp.start();
				for (int loads = 1; loads < KEYS / 3; loads++) {
					awaitLoad(other);
				}
				assertThat(loadedHere).as("loaded while the other instance lived").isEmpty();
				assertThat(warmUp.progress().get(0).state()).isEqualTo(State.WAITING);
			}
			long killed = System.nanoTime();
			Instance.waitUntil(() -> !loadedHere.isEmpty());
			double idle = (System.nanoTime() - killed) / 1e9;
			end.join();
			Set<Integer> loadedThere = loadedThere(instance);
			long twice = loadedThere.stream().filter(loadedHere::contains).count();
			System.out.printf(
					"%,d keys, instance killed after %,d: another goes on after %.1f s, %d loaded twice (%.2f %%)%n",
					KEYS, loadedThere.size(), idle, twice, 100.0 * twice / KEYS);
			// What it was about to load when it was killed is taken, until it is read.
			assertThat(KEYS - (loadedHere.size() + loadedThere.size() - twice)).as("not loaded")
				.isBetween(0L, (long) WarmUpSettings.DEFAULTS.concurrency());
			assertThat(twice).isLessThanOrEqualTo(KEYS / 100);
		}
	}

	private static void awaitLoad(ChildJvm jvm) {
		String line;
		do {
			line = jvm.readLine();
		}
		while (!line.startsWith("loaded "));
	}

	private static Set<Integer> loadedThere(Instance instance) {
		return IntStream.range(0, KEYS)
			.filter((key) -> instance.operations.get(WarmingProgram.mark(key)).await() != null)
			.boxed()
			.collect(Collectors.toSet());
	}

	@Test
	void loadsOnceInAFleetThatStartsTogether() {
		AtomicIntegerArray loads = new AtomicIntegerArray(1500);
		CacheWarmer<Integer> warmer = CacheWarmer.loading("together", () -> IntStream.range(0, loads.length()).boxed(),
				(key) -> loads.incrementAndGet(key));
		try (Instance one = new Instance(this.server.node()); Instance other = new Instance(this.server.node())) {
			CacheWarmUp first = one.warmUp(Instance.FAST.withRate(500), warmer);
			CacheWarmUp second = other.warmUp(Instance.FAST.withRate(500), warmer);
			CompletableFuture.allOf(first.start(), second.start()).join();
			assertThat(Set.of(first.progress().get(0).state(), second.progress().get(0).state()))
				.containsExactlyInAnyOrder(State.DONE, State.DONE_ELSEWHERE);
			assertThat(IntStream.range(0, loads.length()).map(loads::get)).containsOnly(1);
		}
	}

	/** The loader reads the old row; before it returns, the new one is put. */
	@Test
	void neverOverwritesWhatWasPutMeanwhile() {
		int tries = Full.rounds(10_000, 1000);
		try (Instance instance = new Instance(this.server.node()); Instance writer = new Instance(this.server.node())) {
			AtomicInteger beforeTheLoadEnded = new AtomicInteger();
			Queue<CompletableFuture<Void>> puts = new ConcurrentLinkedQueue<>();
			MemcachedCache cache = writer.cache("puts");
			WarmUpProgress progress = instance
				.run(CacheWarmer.loading("puts", () -> IntStream.range(0, tries).boxed(), (key) -> {
					CompletableFuture<Void> put = CompletableFuture.runAsync(() -> cache.put(key, "new"));
					puts.add(put);
					LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(key % 50 * 20));
					beforeTheLoadEnded.addAndGet(put.isDone() ? 1 : 0);
					return "old";
				}));
			assertThat(progress.filled()).isEqualTo(tries);
			puts.forEach(CompletableFuture::join);
			assertThat(IntStream.range(0, tries).filter((key) -> !"new".equals(cache.get(key, String.class))))
				.isEmpty();
			System.out.printf("%,d puts during loads of the warm-up, %,d of them before the load ended: none lost%n",
					tries, beforeTheLoadEnded.get());
			assertThat(beforeTheLoadEnded).hasPositiveValue();
		}
	}

	@Test
	void pairsNeverOverwriteWhatWasPutMeanwhile() {
		int tries = Full.rounds(10_000, 2000);
		try (Instance instance = new Instance(this.server.node()); Instance writer = new Instance(this.server.node())) {
			MemcachedCache cache = writer.cache("pairs");
			CompletableFuture<Void> puts = new CompletableFuture<>();
			instance.run(CacheWarmer.storing("pairs", () -> {
				CompletableFuture.runAsync(() -> IntStream.range(0, tries).forEach((key) -> cache.put(key, "new")))
					.thenRun(() -> puts.complete(null));
				return IntStream.range(0, tries).mapToObj((key) -> Map.entry(key, "old"));
			}));
			puts.join();
			assertThat(IntStream.range(0, tries).filter((key) -> !"new".equals(cache.get(key, String.class))))
				.isEmpty();
		}
	}

	/** All that was stored is gone, and so is the lease. */
	@Test
	void startsOverWhenMemcachedWasRestartedInTheLastMoment() {
		int keys = 600;
		AtomicInteger loads = new AtomicInteger();
		try (MemcachedServer unstable = MemcachedServer.start(); Instance instance = new Instance(unstable.node())) {
			WarmUpProgress progress = instance
				.run(CacheWarmer.loading("restart", () -> IntStream.range(0, keys).boxed(), (key) -> {
					if (loads.incrementAndGet() == keys) {
						unstable.restart();
					}
					return "value " + key;
				}));
			assertThat(progress.state()).isEqualTo(State.DONE);
			MemcachedCache cache = instance.cache("restart");
			assertThat(IntStream.range(0, keys).filter((key) -> cache.get(key) == null)).isEmpty();
		}
	}

}
