package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the source of an application has to bear while it moves: nothing is moved, or all
 * at once to an empty cluster, or with a migration.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class MoveUnderLoadTests {

	private static final int KEYS = Full.rounds(20_000, 2_000);

	private static final int CALLS_PER_SECOND = 500;

	private static final Duration TIME = Full.seconds(60, 4);

	/** Of the entries; those that are there at the beginning are of any age. */
	private static final int TIME_TO_LIVE = Full.rounds(300, 30);

	private static final int THREADS = 10;

	private static final String CACHE = "hot";

	@Test
	void asksTheSourceHardlyMoreThanIfNothingHadMoved(MemcachedServer server) {
		try (MemcachedServer empty = MemcachedServer.start();
				MemcachedServer old = MemcachedServer.start();
				MemcachedServer fresh = MemcachedServer.start();
				App steady = alone(server, fresh);
				App cold = alone(empty, fresh);
				App before = alone(old, fresh);
				App migrating = migrating(old, fresh)) {
			fill(steady);
			fill(before);
			List<Load> loads = List.of(new Load(steady), new Load(cold), new Load(migrating));
			loads.stream().map(Load::start).toList().forEach(CompletableFuture::join);
			System.out.println(table(loads));
			int usual = loads.get(0).queries.get();
			assertThat(loads.get(2).queries.get()).isLessThan(2 * usual);
			assertThat(loads.get(1).queries.get()).isGreaterThan(2 * usual);
			assertThat(migrating.progress().hitsOnOld()).isPositive();
		}
	}

	private static App alone(MemcachedServer server, MemcachedServer unused) {
		return start(MigrationPhase.NONE, server, unused);
	}

	private static App migrating(MemcachedServer old, MemcachedServer fresh) {
		return start(MigrationPhase.READ_THROUGH, old, fresh);
	}

	private static App start(MigrationPhase phase, MemcachedServer old, MemcachedServer fresh) {
		return App.in(phase, old.node(), fresh.node())
			.configuration((configuration) -> configuration.timeToLive(Duration.ofSeconds(TIME_TO_LIVE)))
			.start();
	}

	private static void fill(App app) {
		SplittableRandom random = new SplittableRandom(1);
		KeySpace space = KeySpace.of("", "c", CACHE);
		for (int i = 0; i < KEYS; i++) {
			app.cache(CACHE).put("key" + i, 1L);
			app.operations
				.touch(space.key("s=key" + i), Expiration.after(Duration.ofSeconds(1 + random.nextInt(TIME_TO_LIVE))))
				.await();
		}
	}

	private static String table(List<Load> loads) {
		List<String> lines = new ArrayList<>();
		lines.add("%,d hot keys, %d calls/s, %d s; the source answers %d queries at a time, each in %d ms"
			.formatted(KEYS, CALLS_PER_SECOND, TIME.toSeconds(), Load.AT_A_TIME, Load.QUERY.toMillis()));
		lines.add("%-20s %10s %12s %12s".formatted("", "queries", "median ms", "99 % ms"));
		List<String> names = List.of("not moved", "cold switch", "migration");
		for (int i = 0; i < loads.size(); i++) {
			long[] times = loads.get(i).times();
			lines.add("%-20s %,10d %12.2f %12.2f".formatted(names.get(i), loads.get(i).queries.get(),
					times[times.length / 2] / 1e6, times[times.length * 99 / 100] / 1e6));
		}
		return String.join("\n", lines);
	}

	/** Callers of one application, and its source, which is of limited speed. */
	private static final class Load {

		private static final int AT_A_TIME = 2;

		private static final Duration QUERY = Duration.ofMillis(5);

		private final AtomicInteger queries = new AtomicInteger();

		private final Semaphore source = new Semaphore(AT_A_TIME);

		private final MemcachedCache cache;

		private final long[][] times = new long[THREADS][];

		Load(App app) {
			this.cache = app.cache(CACHE);
		}

		CompletableFuture<Void> start() {
			return CompletableFuture.allOf(IntStream.range(0, THREADS)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> this.times[i] = call(i),
						(task) -> new Thread(task).start()))
				.toArray(CompletableFuture[]::new));
		}

		/** Calls at the times that are due, or as soon as the call before has ended. */
		private long[] call(int thread) {
			SplittableRandom random = new SplittableRandom(thread);
			long interval = Duration.ofSeconds(THREADS).toNanos() / CALLS_PER_SECOND;
			int calls = (int) (TIME.toNanos() / interval);
			long begin = System.nanoTime();
			return LongStream.range(0, calls).map((i) -> {
				LockSupport.parkNanos(begin + i * interval - System.nanoTime());
				long called = System.nanoTime();
				this.cache.get("key" + random.nextInt(KEYS), this::query);
				return System.nanoTime() - called;
			}).toArray();
		}

		private Long query() throws InterruptedException {
			this.queries.incrementAndGet();
			this.source.acquire();
			try {
				Thread.sleep(QUERY.toMillis());
			}
			finally {
				this.source.release();
			}
			return 1L;
		}

		private long[] times() {
			return Arrays.stream(this.times).flatMapToLong(Arrays::stream).sorted().toArray();
		}

	}

}
