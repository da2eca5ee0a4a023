package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.memcachedspring.cache.FillResult;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ChildJvm;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.CacheWarmer;
import io.github.memcachedspring.warmup.CopyJob;
import io.github.memcachedspring.warmup.CopyTurn;
import io.github.memcachedspring.warmup.WarmUpProgress;
import io.github.memcachedspring.warmup.WarmUpProgress.State;
import io.github.memcachedspring.warmup.WarmUpSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The instance that copies is killed half-way. */
@Tag("slow")
@Tag("fleet")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkCopyInFleetTests {

	private static final int ENTRIES = Full.rounds(50_000, 8000);

	private static final double RATE = ENTRIES / 4.0;

	@Test
	void goesOnWhereAKilledInstanceStopped() {
		try (MemcachedServer old = MemcachedServer.start(); MemcachedServer fresh = MemcachedServer.start()) {
			fill(old, fresh);
			try (App app = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).start();
					CacheWarmUp warmUp = warmUp(app, WarmUpSettings.HIGHEST_RATE)) {
				CompletableFuture<Void> end;
				long copiedThere;
				try (ChildJvm other = ChildJvm.start(BulkCopyInFleetTests.class,
						List.of(old.node().toString(), fresh.node().toString()))) {
					awaitCopies(other, 1);
					end = warmUp.start();
					awaitCopies(other, ENTRIES / 2);
					assertThat(warmUp.progress().get(0).state()).isEqualTo(State.WAITING);
				}
				copiedThere = entries(fresh);
				end.join();
				WarmUpProgress progress = warmUp.progress().get(0);
				System.out.printf("%,d entries, instance killed after %,d: another copied %,d, passed by %,d%n",
						ENTRIES, copiedThere, progress.filled(), progress.present());
				assertThat(progress.state()).isEqualTo(State.DONE);
				assertThat(progress.filled() + progress.present()).isBetween(ENTRIES / 1000L * 995, (long) ENTRIES);
				// What the dead one held leases of counts there, but is copied here.
				assertThat(copiedThere - progress.present()).isLessThanOrEqualTo(4 * 256 + ENTRIES / 200);
				assertThat(progress.failed()).isZero();
			}
		}
	}

	private static void fill(MemcachedServer old, MemcachedServer fresh) {
		try (App before = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start()) {
			IntStream.range(0, ENTRIES).forEach((isbn) -> before.cache("books").put(isbn, "v"));
		}
	}

	private static long entries(MemcachedServer server) {
		return server.stat("curr_items");
	}

	private static void awaitCopies(ChildJvm jvm, int count) {
		int copied = 0;
		while (copied < count) {
			String line = jvm.readLine();
			copied = line.startsWith("copied ") ? Integer.parseInt(line.substring("copied ".length())) : copied;
		}
	}

	private static CacheWarmUp warmUp(App app, double rate) {
		return CacheWarmUp.builder(app.operations, app::cache)
			.settings(WarmUpSettings.DEFAULTS.withLease(Duration.ofSeconds(2)))
			.warmers(List.of(CacheWarmer.copying("migration-source", rate, new Job(app.bulkCopy))))
			.build();
	}

	/** What runs in the other JVM. */
	public static void main(String[] arguments) {
		ChildJvm.commands();
		App app = App
			.in(MigrationPhase.READ_THROUGH, MemcachedNode.parse(arguments[0]), MemcachedNode.parse(arguments[1]))
			.start();
		CacheWarmUp warmUp = warmUp(app, RATE);
		warmUp.start();
		Awaitility.await().forever().until(() -> {
			System.out.println("copied " + warmUp.progress().get(0).filled());
			return warmUp.progress().get(0).state().isEnd();
		});
	}

	/** As the auto-configuration has it. */
	private record Job(BulkCopy bulkCopy) implements CopyJob {

		@Override
		public boolean copy(CopyTurn turn) throws InterruptedException {
			return this.bulkCopy.run(new BulkCopyWatch() {

				@Override
				public void size(long entries) {
					turn.size(entries);
				}

				@Override
				public boolean begin(int entries) throws InterruptedException {
					return turn.begin(entries);
				}

				@Override
				public void done(int copied, int present, int failed) {
					turn.done(FillResult.FILLED, copied);
					turn.done(FillResult.PRESENT, present);
					turn.done(FillResult.UNUSABLE, failed);
				}

			});
		}

	}

}
