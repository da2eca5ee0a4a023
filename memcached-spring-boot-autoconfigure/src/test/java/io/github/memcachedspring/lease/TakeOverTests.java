package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static io.github.memcachedspring.lease.WaitingTests.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Leases that nobody renews.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class TakeOverTests {

	private static final Duration LEASE = Duration.ofSeconds(3);

	/** The rule is two thirds of a lease and 200 ms; the rest is for a busy machine. */
	private static final Duration LATEST = Duration.ofSeconds(6);

	private final MemcachedServer server;

	@SuppressWarnings("NullAway.Init")
	private MemcachedKey key;

	TakeOverTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void nameKey(TestInfo test) {
		this.key = TestJvm.key(test.getDisplayName());
	}

	/** The stub lives on for a minute, as that of a caller that never renews does. */
	@Test
	void aStubThatNobodyRenewsIsTakenOverAfterTwoThirdsOfALease() {
		try (TestJvm jvm = TestJvm.start(this.server.node(), LEASE)) {
			this.server.command("mg %s N60 v".formatted(this.key));
			CasToken token = jvm.token(this.key);
			long start = System.nanoTime();
			Item won = seen(jvm.leases.await(this.key, token, 1));
			Duration waited = Duration.ofNanos(System.nanoTime() - start);
			assertThat(won.won()).isTrue();
			assertThat(waited).isBetween(LEASE.dividedBy(3).multipliedBy(2), LATEST);
		}
	}

	@Test
	void theLeaseOfAHolderThatDiedIsTakenOverByOneOfAllJvms() {
		try (TestJvm jvm = TestJvm.start(this.server.node(), LEASE);
				TestJvm other = TestJvm.start(this.server.node(), LEASE)) {
			LeaseFlight<String> dead;
			try (TestJvm holder = TestJvm.start(this.server.node(), LEASE)) {
				dead = holder.winAndDepart(this.key);
			}
			CompletableFuture<News<String>> here = jvm.await(this.key);
			CompletableFuture<News<String>> there = other.await(this.key);
			TestJvm.get(CompletableFuture.anyOf(here, there));
			TestJvm winner = here.isDone() ? jvm : other;
			CompletableFuture<News<String>> loser = here.isDone() ? there : here;
			LeaseFlight<String> flight = winner.leases.depart(this.key, seen(here.isDone() ? here : there).token(), 1);
			assertThat(winner.store(flight, "loaded")).isEqualTo(StoreResult.STORED);
			assertThat(TestJvm.text(seen(loser))).isEqualTo("loaded");
			assertThat(dead.result()).isNotDone();
		}
	}

	@Test
	void aLeaseThatIsRenewedIsNeverTakenOver() {
		try (TestJvm jvm = TestJvm.start(this.server.node(), LEASE);
				TestJvm holder = TestJvm.start(this.server.node(), LEASE)) {
			LeaseFlight<String> flight = holder.winAndDepart(this.key);
			CompletableFuture<News<String>> waiter = jvm.await(this.key);
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> waiter.get(LEASE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS));
			assertThat(holder.store(flight, "loaded")).isEqualTo(StoreResult.STORED);
			assertThat(TestJvm.text(seen(waiter))).isEqualTo("loaded");
		}
	}

	/** Whoever comes later does not start the clock again. */
	@Test
	void theRoomCountsForThoseWhoComeLateToo() throws Exception {
		Duration lease = LEASE.multipliedBy(2);
		try (TestJvm jvm = TestJvm.start(this.server.node(), lease)) {
			this.server.command("mg %s N60 v".formatted(this.key));
			CasToken token = jvm.token(this.key);
			CompletableFuture<News<String>> early = jvm.leases.await(this.key, token, 1);
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> early.get(lease.dividedBy(3).toMillis(), TimeUnit.MILLISECONDS));
			CompletableFuture<News<String>> late = jvm.leases.await(this.key, token, 1);
			long start = System.nanoTime();
			early.cancel(false);
			assertThat(seen(late).won()).isTrue();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(lease.dividedBy(3).multipliedBy(2));
		}
	}

}
