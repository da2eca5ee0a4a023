package io.github.memcachedspring.warmup;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.chaos.ChaosOperations;
import io.github.memcachedspring.client.chaos.MemcachedChaos;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.warmup.WarmUpProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Pairs of key and value that may be those of before a clear. */
@ExtendWith(MemcachedServerExtension.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PairsReadAnewTests {

	private static final int KEYS = 20;

	private final Instance instance;

	private final AtomicInteger readings = new AtomicInteger();

	PairsReadAnewTests(MemcachedServer server) {
		this.instance = new Instance(server.node());
	}

	@AfterEach
	void close() {
		this.instance.close();
	}

	private Stream<Map.Entry<Integer, String>> pairs() {
		this.readings.incrementAndGet();
		return IntStream.range(0, KEYS).mapToObj((key) -> Map.entry(key, "value " + key));
	}

	@Test
	void areReadAnewIfNobodyCouldTellTheGenerationBefore() {
		MemcachedChaos chaos = new MemcachedChaos();
		MemcachedCacheManager manager = MemcachedCacheManager
			.builder(new ChaosOperations(this.instance.operations, chaos, Duration.ofSeconds(1)),
					Instance.configuration())
			.build();
		CacheWarmUp warmUp = CacheWarmUp.builder(this.instance.operations, (name) -> {
			// Between the claim and the questions for the generations.
			chaos.errorRate((this.readings.get() == 0) ? 1 : 0);
			return (MemcachedCache) manager.getCache(name);
		}).settings(Instance.FAST).warmers(List.of(CacheWarmer.storing("untold", () -> {
			chaos.reset();
			return pairs();
		}))).build();
		warmUp.start().join();
		assertThat(chaos.getStatistics().failed()).isPositive();
		assertThat(warmUp.progress().get(0).state()).isEqualTo(State.DONE);
		assertThat(warmUp.progress().get(0).filled()).isEqualTo(KEYS);
		assertThat(this.readings).hasValue(2);
		manager.destroy();
	}

	@Test
	void areReadLessAndLessOftenIfTheCacheIsClearedAgainAndAgain() {
		MemcachedCache cache = this.instance.cache("cleared");
		CacheWarmer<Integer> warmer = CacheWarmer.storing("cleared", () -> {
			cache.clear();
			return pairs();
		});
		FakeTime time = new FakeTime();
		long start = time.nanos();
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
		FleetLease lease = new FleetLease(this.instance.operations, "", "cleared", Instance.PATIENCE, timer);
		try {
			WarmerContext context = new WarmerContext("cleared", lease, new ProgressCounter(warmer, time), time,
					() -> false, () -> {
					});
			assertThatIllegalStateException()
				.isThrownBy(new WarmerRun<>(warmer, (any) -> cache, context, Instance.FAST, Runnable::run)::run)
				.withMessageContaining("'cleared' was cleared");
			assertThat(this.readings).hasValue(WarmerRun.MOST_READINGS);
			assertThat(Duration.ofNanos(time.nanos() - start)).isGreaterThan(Duration.ofMinutes(2));
			assertThat(lease.isHeld()).isFalse();
		}
		finally {
			timer.shutdownNow();
		}
	}

}
