package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NotNumericException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Counters, and values that belong to no cache, in an instance that is done while others
 * may still be reading both clusters.
 */
@Tag("slow")
class CountersWhenDoneTests {

	private static final String BAR = ":ma::";

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer target = MemcachedServer.start();

	private final MemcachedKey counter = KeySpace.of("", "n", "").key("counter");

	@AfterEach
	void close() {
		this.old.close();
		this.target.close();
	}

	private App in(MigrationPhase phase) {
		return App.in(phase, this.old.node(), this.target.node()).start();
	}

	private App done() {
		return done(UnaryOperator.identity());
	}

	private App done(UnaryOperator<MemcachedOperations> newCluster) {
		App done = App.in(MigrationPhase.DONE, this.old.node(), this.target.node()).decorateNew(newCluster).start();
		awaitBar(done);
		// Answers come in order, so that the one about that has come, too.
		done.counters.get("any");
		return done;
	}

	private void awaitBar(App done) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			done.counters.get("any");
			return this.target.command("mg %s s".formatted(BAR)).startsWith("HD");
		});
	}

	/** What it creates and deletes, it does on the new cluster only. */
	@Test
	void m12OthersTakeNothingFromTheOldCluster() {
		try (App before = in(MigrationPhase.NONE); App moved = in(MigrationPhase.READ_THROUGH)) {
			before.counters.increment("counter", 41);
			before.updates.update("counter", Long.class, (value) -> 41L);
			try (App done = done()) {
				assertThat(done.counters.increment("counter")).isEqualTo(new CountResult.Counted(1));
				done.counters.delete("counter");
				assertThat(moved.counters.get("counter")).isInstanceOf(CountResult.Absent.class);
				assertThat(moved.updates.get("counter", Long.class)).isNull();
			}
		}
	}

	/** With its very first command already. */
	@Test
	void m12WhatIsDeletedDoesNotComeBack() {
		try (App before = in(MigrationPhase.NONE);
				App moved = in(MigrationPhase.READ_THROUGH);
				App done = in(MigrationPhase.DONE)) {
			before.counters.increment("counter", 41);
			moved.newCluster.put(this.counter, "42".getBytes(), Expiration.NEVER).await();
			assertThat(done.counters.delete("counter")).isEqualTo(new CountResult.Counted(42));
			assertThat(moved.counters.get("counter")).isInstanceOf(CountResult.Absent.class);
		}
	}

	/** An instance that is started as done has no connection to it. */
	@Test
	void needsNothingOfTheOldCluster() {
		try (App done = App.in(MigrationPhase.DONE, this.old.node(), this.target.node())
			.decorateOld(GoneCluster::new)
			.start()) {
			assertThat(done.counters.get("counter")).isInstanceOf(CountResult.Absent.class);
			assertThat(done.counters.increment("counter")).isEqualTo(new CountResult.Counted(1));
			assertThat(done.updates.update("value", Long.class, (value) -> 1L))
				.isInstanceOf(AtomicResult.Applied.class);
		}
	}

	/** The other has begun before nobody was to read the old cluster any more. */
	@Test
	void m13WaitsForWhatAnotherInstanceIsHandingOver() throws Exception {
		try (App moving = in(MigrationPhase.READ_THROUGH); App done = done()) {
			Item stub = moving.newCluster.getWithLease(this.counter, Expiration.after(Duration.ofMinutes(1))).await();
			CompletableFuture<CountResult> counted = done.counters.async().increment("counter");
			CompletableFuture<CountResult> read = done.counters.async().get("counter");
			moving.newCluster.fill(this.counter, "41".getBytes(), Expiration.NEVER, stub.token()).await();
			assertThat(counted.get(20, TimeUnit.SECONDS)).isEqualTo(new CountResult.Counted(42));
			assertThat(read.get(20, TimeUnit.SECONDS)).isIn(new CountResult.Counted(41), new CountResult.Counted(42));
		}
	}

	@Test
	void m13CountsWithoutAnInstanceThatDiedHandingOver() {
		try (App done = done()) {
			leaveStub(done, this.counter);
			assertThat(done.counters.get("counter")).isInstanceOf(CountResult.Absent.class);
			leaveStub(done, this.counter);
			assertThat(done.counters.increment("counter")).isEqualTo(new CountResult.Counted(1));
			leaveStub(done, KeySpace.of("", "a", "").key("value"));
			assertThat(done.updates.update("value", Long.class, (value) -> 1L))
				.isInstanceOf(AtomicResult.Applied.class);
		}
	}

	private static void leaveStub(App done, MemcachedKey key) {
		assertThat(done.newCluster.getWithLease(key, Handover.STUB).await().won()).isTrue();
	}

	/** Others may take it over just before it is removed. */
	@Test
	void m13TakesAStubThatIsNeverReplacedForNothing() {
		try (App done = done(KeptStubs::new)) {
			done.newCluster.getWithLease(this.counter, Expiration.NEVER).await();
			assertThat(done.counters.get("counter")).isInstanceOf(CountResult.Absent.class);
		}
	}

	@Test
	void countsOnNothingButNumbers() {
		try (App done = done()) {
			done.newCluster.put(this.counter, "apples".getBytes(), Expiration.NEVER).await();
			assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> done.counters.increment("counter"));
		}
	}

	/** A cluster that is discovered may have no nodes at first, and others later. */
	@Test
	void leavesTheOldClusterAloneOnlyWhenEachNodeSaysSo() {
		AtomicBoolean known = new AtomicBoolean();
		try (App done = done((cluster) -> new Discovered(cluster, known))) {
			this.target.command("md " + BAR);
			known.set(true);
			awaitBar(done);
		}
	}

	/** Whatever it is asked for fails. */
	private static final class GoneCluster extends Decorated {

		GoneCluster(MemcachedOperations cluster) {
			super(cluster);
		}

		@Override
		protected MemcachedOperations route(MemcachedKey key) {
			throw new MemcachedException("gone", nodes().get(0));
		}

	}

	/** A cluster none of whose nodes is known at first. */
	private static final class Discovered extends Decorated {

		private final AtomicBoolean known;

		Discovered(MemcachedOperations cluster, AtomicBoolean known) {
			super(cluster);
			this.known = known;
		}

		@Override
		public List<MemcachedNode> nodes() {
			return this.known.get() ? super.nodes() : List.of();
		}

	}

	/** Nobody succeeds in removing a stub. */
	private static final class KeptStubs extends Decorated {

		KeptStubs(MemcachedOperations cluster) {
			super(cluster);
		}

		@Override
		public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
			return Reply.of(false);
		}

	}

}
