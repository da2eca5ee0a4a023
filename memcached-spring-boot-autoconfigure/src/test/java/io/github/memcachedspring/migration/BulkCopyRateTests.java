package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.Undisturbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Very many small entries, beside what a loop over plain sockets comes to. */
@ExtendWith(MemcachedServerExtension.class)
@Tag("fleet")
class BulkCopyRateTests {

	private static final int ENTRIES = Full.rounds(1_000_000, 50_000);

	/** The first ones are for the JVM to get to know the code. */
	private static final int UNMEASURED = 2;

	private static final int MEASURED = 5;

	private static final KeySpace BOOKS = KeySpace.of("", "c", "books");

	/** A clear is noticed after a second, as it is by default. */
	private static final MigrationSettings SETTINGS = new MigrationSettings(false, null, Duration.ofSeconds(60),
			Duration.ofHours(1), Duration.ofSeconds(1), 0.001, Duration.ofHours(1), (key) -> null);

	private static final long MEGABYTE = 1024 * 1024;

	private final List<byte[]> keys = IntStream.range(0, ENTRIES)
		.mapToObj((isbn) -> BOOKS.key("978-" + isbn).toWire())
		.toList();

	@Test
	void copiesAtLeastHalfAsFastAsABareLoopInLittleMemory() throws Exception {
		try (MemcachedServer old = MemcachedServer.start("-m", "512");
				MemcachedServer bare = MemcachedServer.start("-m", "512");
				MemcachedServer fresh = MemcachedServer.start("-m", "512")) {
			BareLoop.fill(old, this.keys, entry(old, fresh), 3600);
			try (App app = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).settings(SETTINGS).start()) {
				Undisturbed.run(() -> assertThatItIsFast(app, old, bare, fresh));
				fresh.flushAll();
				assertThatMemoryIsFlat(app);
			}
		}
	}

	/** By turns, for the machine is not always as fast. */
	private void assertThatItIsFast(App app, MemcachedServer old, MemcachedServer bare, MemcachedServer fresh)
			throws Exception {
		double[] ratios = new double[MEASURED];
		double bareRate = 0;
		double rate = 0;
		for (int round = -UNMEASURED; round < MEASURED; round++) {
			bare.flushAll();
			fresh.flushAll();
			bareRate = rate(() -> BareLoop.copy(old, bare, this.keys));
			rate = rate(() -> copy(app, new CopyWatch()));
			if (round >= 0) {
				ratios[round] = rate / bareRate;
			}
		}
		Arrays.sort(ratios);
		System.out.printf(
				"%,d entries: bulk copy at %.2f of a bare loop (median, %.2f to %.2f); last %,.0f/s, %,.0f/s%n",
				ENTRIES, ratios[MEASURED / 2], ratios[0], ratios[MEASURED - 1], rate, bareRate);
		assertThat(ratios[MEASURED / 2]).isGreaterThanOrEqualTo(0.5);
	}

	private static byte[] entry(MemcachedServer old, MemcachedServer fresh) {
		try (App app = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start()) {
			app.cache("books").put("first", "A title of some forty characters or so");
			Item item = app.oldCluster.get(BOOKS.key("s=first")).await();
			app.cache("books").evict("first");
			return Objects.requireNonNull(item).value();
		}
	}

	private static double rate(Work work) throws Exception {
		long start = System.nanoTime();
		work.run();
		return ENTRIES * 1e9 / (System.nanoTime() - start);
	}

	/** The list lacks what somebody used or the server moved at that very moment. */
	private static void copy(App app, CopyWatch watch) throws InterruptedException {
		assertThat(app.bulkCopy.run(watch)).isTrue();
		assertThat(watch.copied.get()).as("%s", app.bulkCopy.getProgress()).isBetween(ENTRIES / 1000 * 995, ENTRIES);
	}

	private static void assertThatMemoryIsFlat(App app) throws InterruptedException {
		long before = usedAfterCollection();
		AtomicLong most = new AtomicLong();
		AtomicInteger begun = new AtomicInteger();
		copy(app, new CopyWatch() {

			@Override
			public boolean begin(int entries) {
				if (begun.addAndGet(entries) % (ENTRIES / 8) < entries) {
					most.accumulateAndGet(usedAfterCollection(), Math::max);
				}
				return true;
			}

		});
		System.out.printf("%,d entries: %,d MB more than before at most%n", ENTRIES, (most.get() - before) / MEGABYTE);
		assertThat(most.get() - before).isLessThan(8 * MEGABYTE);
	}

	private static long usedAfterCollection() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	private interface Work {

		void run() throws Exception;

	}

}
