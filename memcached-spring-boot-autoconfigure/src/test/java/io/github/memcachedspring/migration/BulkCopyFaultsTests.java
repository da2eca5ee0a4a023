package io.github.memcachedspring.migration;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.KeyDump;
import io.github.memcachedspring.client.xmemcached.KeyDump.DumpRefusedException;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.embedded.fault.FaultRule;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that do not list their keys, or not to the end. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
@Tag("fault")
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkCopyFaultsTests {

	/** Long, so that a list of them is more than all buffers on its way hold. */
	private static final KeySpace BOOKS = KeySpace.of("", "c", "books-" + "x".repeat(200));

	private static final int ENTRIES = 60_000;

	private final MemcachedServer fresh = MemcachedServer.start();

	@AfterEach
	void close() {
		this.fresh.close();
	}

	private void fill(MemcachedServer old) throws IOException {
		try (App app = App.in(MigrationPhase.NONE, old.node(), this.fresh.node()).start()) {
			app.cache(BOOKS.getName()).put("first", "v");
			byte[] entry = app.oldCluster.get(BOOKS.key("s=first")).await().value();
			app.cache(BOOKS.getName()).evict("first");
			BareLoop.fill(old, IntStream.range(0, ENTRIES).mapToObj((i) -> BOOKS.key("s=" + i).toWire()).toList(),
					entry, 3600);
		}
	}

	@Test
	void waitsWhileTheServerListsForSomebodyElse() throws Exception {
		try (MemcachedServer old = MemcachedServer.start("-m", "256")) {
			fill(old);
			try (App app = App.in(MigrationPhase.READ_THROUGH, old.node(), this.fresh.node()).start()) {
				KeyDump other = KeyDump.open(old.node(), app.oldSettings);
				assertThat(other.next()).isNotNull();
				CopyWatch watch = new CopyWatch();
				CompletableFuture<Boolean> end = run(app, watch);
				assertThat(end).isNotCompleted();
				assertThat(watch.copied).hasValue(0);
				other.close();
				assertThat(end.join()).isTrue();
				assertThat(watch.copied.get()).isGreaterThan(ENTRIES * 99 / 100);
				assertThat(app.bulkCopy.getProgress().skippedNodes()).isZero();
			}
		}
	}

	private static CompletableFuture<Boolean> run(App app, CopyWatch watch) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return app.bulkCopy.run(watch);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	/**
	 * Servers of some versions do not survive it, and all keep their crawler busy with
	 * it.
	 */
	@Test
	void holdsUpNoListHoweverSlowItIs() throws Exception {
		try (MemcachedServer old = MemcachedServer.start("-m", "256")) {
			fill(old);
			try (App app = App.in(MigrationPhase.READ_THROUGH, old.node(), this.fresh.node()).start()) {
				CopyWatch watch = new CopyWatch() {

					@Override
					public boolean begin(int entries) {
						Awaitility.await()
							.ignoreExceptionsInstanceOf(DumpRefusedException.class)
							.until(() -> isListed(old, app));
						return false;
					}

				};
				assertThat(app.bulkCopy.run(watch)).isFalse();
				assertThat(watch.copied).hasValue(0);
			}
		}
	}

	private static boolean isListed(MemcachedServer old, App app) throws IOException {
		try (KeyDump dump = KeyDump.open(old.node(), app.oldSettings)) {
			return dump.next() != null;
		}
	}

	@Test
	void hasTheListMadeOnceMoreWhenItBreaksOff() throws Exception {
		try (MemcachedServer old = MemcachedServer.start("-m", "256");
				FaultProxy proxy = FaultProxy.before("127.0.0.1", old.port())) {
			fill(old);
			FaultRule brokenOff = proxy.faults().on(Command.verb("lru_crawler")).once().cutMidValue();
			MemcachedNode node = new MemcachedNode("127.0.0.1", proxy.port());
			try (App app = App.in(MigrationPhase.READ_THROUGH, node, this.fresh.node()).start()) {
				assertThat(app.bulkCopy.run(new CopyWatch())).isTrue();
				assertThat(brokenOff.fired()).isOne();
				BulkCopyProgress progress = app.bulkCopy.getProgress();
				assertThat(progress.copied()).isBetween(ENTRIES * 99 / 100L, (long) ENTRIES);
				assertThat(progress.present()).as("listed twice").isZero();
				assertThat(progress.skippedNodes()).isZero();
			}
		}
	}

	@Test
	void copiesWhatWasListedWhenTheRestIsRefused() throws Exception {
		try (MemcachedServer old = MemcachedServer.start("-m", "256");
				FaultProxy proxy = FaultProxy.before("127.0.0.1", old.port())) {
			fill(old);
			Command list = Command.verb("lru_crawler");
			proxy.faults().on(list).once().cutMidValue();
			proxy.faults().on(list).replyWith("CLIENT_ERROR lru crawler disabled");
			MemcachedNode node = new MemcachedNode("127.0.0.1", proxy.port());
			try (App app = App.in(MigrationPhase.READ_THROUGH, node, this.fresh.node()).start()) {
				assertThat(app.bulkCopy.run(new CopyWatch())).isTrue();
				BulkCopyProgress progress = app.bulkCopy.getProgress();
				assertThat(progress.copied()).isBetween(ENTRIES / 4L, ENTRIES * 3 / 4L);
				assertThat(progress.skippedNodes()).isOne();
			}
		}
	}

	@Test
	void leavesOutANodeThatNeverListsItsKeys(CapturedOutput output) throws Exception {
		try (MemcachedServer old = MemcachedServer.start("-o", "no_lru_crawler");
				App app = App.in(MigrationPhase.READ_THROUGH, old.node(), this.fresh.node()).start()) {
			assertThat(app.bulkCopy.run(new CopyWatch())).isTrue();
			assertThat(app.bulkCopy.getProgress().skippedNodes()).isOne();
			assertThat(output).contains("WARN")
				.contains("'%s' of the old cluster does not list its keys".formatted(old.node()));
		}
	}

	@Test
	void goesOnWhenTheNewClusterIsBack() throws Exception {
		try (MemcachedServer old = MemcachedServer.start("-m", "256")) {
			fill(old);
			try (App app = App.in(MigrationPhase.READ_THROUGH, old.node(), this.fresh.node()).start()) {
				CopyWatch watch = new CopyWatch() {

					private boolean restarted;

					@Override
					public boolean begin(int entries) {
						if (!this.restarted && this.copied.get() > 2000) {
							this.restarted = true;
							BulkCopyFaultsTests.this.fresh.restart();
						}
						return true;
					}

				};
				assertThat(run(app, watch).join()).isTrue();
				assertThat(watch.copied.get() + watch.failed.get()).isGreaterThan(ENTRIES * 99 / 100);
				assertThat(watch.failed.get()).isLessThan(ENTRIES / 10);
				Awaitility.await().until(() -> app.cache(BOOKS.getName()).get("17") != null);
			}
		}
	}

}
