package io.github.memcachedspring.warmup;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A cold cache and a database that stands no more than 500 loads per second. */
@ExtendWith({ MemcachedServerExtension.class, OutputCaptureExtension.class })
@Tag("slow")
@Tag("fleet")
class WarmUpRateTests {

	private static final int KEYS = Full.rounds(100_000, 1500);

	private static final int RATE = 500;

	private static final int REQUESTS = 10_000;

	private final MemcachedServer server;

	WarmUpRateTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void loadsNoFasterThanAllowedAndLeavesAWarmCache(CapturedOutput output) {
		ConcurrentLinkedQueue<Long> loads = new ConcurrentLinkedQueue<>();
		try (Instance instance = new Instance(this.server.node(), Duration.ofHours(1))) {
			CacheWarmUp warmUp = instance.warmUp(WarmUpSettings.DEFAULTS.withRate(RATE),
					CacheWarmer.loading("rate", () -> IntStream.range(0, KEYS).boxed(), (key) -> {
						loads.add(System.nanoTime());
						return "value " + key;
					}));
			warmUp.start().join();
			assertRate(loads.stream().mapToLong(Long::longValue).sorted().toArray());
			assertThat(warmUp.progress().get(0).filled()).isEqualTo(KEYS);
			assertThat(hitRatio(instance.cache("rate"))).isGreaterThanOrEqualTo(0.95);
		}
		assertThat(output).contains("Warm-up 'rate' is done after");
		if (KEYS > 10_000) {
			assertThat(output).containsPattern("Warm-up 'rate' \\d+ % of 100,000 keys: .* left");
		}
	}

	private static void assertRate(long[] times) {
		double rate = (times.length - 1) * 1e9 / (times[times.length - 1] - times[0]);
		int peak = 0;
		for (int first = 0, last = 0; last < times.length; last++) {
			while (times[last] - times[first] >= 1_000_000_000) {
				first++;
			}
			peak = Math.max(peak, last - first + 1);
		}
		System.out.printf("%,d loads at %.1f/s, at most %d within a second%n", times.length, rate, peak);
		// A busy machine can make it slower, which in three seconds counts for much.
		assertThat(rate).as("loads per second").isBetween(Full.rounds(95, 50) / 100.0 * RATE, 1.05 * RATE);
		// What is on its way when the second begins is not the limit's fault.
		assertThat(peak).as("within a second").isLessThanOrEqualTo((int) (1.05 * RATE) + 16);
	}

	/** What visitors ask for: the popular more often, and some of what nobody warmed. */
	private static double hitRatio(MemcachedCache cache) {
		Random random = new Random(20261123);
		AtomicInteger misses = new AtomicInteger();
		for (int i = 0; i < REQUESTS; i++) {
			int key = (int) (KEYS * 1.02 * Math.pow(random.nextDouble(), 2));
			cache.get(key, () -> {
				misses.incrementAndGet();
				return "late";
			});
		}
		double ratio = 1 - misses.get() / (double) REQUESTS;
		System.out.printf("Hits after the warm-up: %.1f %%%n", 100 * ratio);
		return ratio;
	}

	@Test
	void spreadsTheEndOfWhatItStored() {
		int keys = 5000;
		try (Instance instance = new Instance(this.server.node())) {
			instance.run(CacheWarmer.storing("spread",
					() -> IntStream.range(0, keys).mapToObj((key) -> Map.entry(key, "value"))));
			int[] bySecond = new int[302];
			for (int key = 0; key < keys; key++) {
				bySecond[remaining(instance, key)]++;
			}
			int peak = IntStream.of(bySecond).max().orElseThrow();
			System.out.printf("%,d entries with a time to live of 300 s: at most %.1f %% expire in a second%n", keys,
					100.0 * peak / keys);
			assertThat(peak).isLessThanOrEqualTo(keys / 20);
		}
	}

	private static int remaining(Instance instance, int key) {
		Item item = instance.operations.get(KeySpace.of("", "c", "spread").key("i=" + key)).await();
		assertThat(item).isNotNull();
		return (int) item.remainingSeconds();
	}

}
