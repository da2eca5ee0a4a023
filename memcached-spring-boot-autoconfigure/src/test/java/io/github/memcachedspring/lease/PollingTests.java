package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.lease.News.Joined;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static io.github.memcachedspring.lease.TestJvm.waitUntil;
import static io.github.memcachedspring.lease.WaitingTests.seen;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is sent on behalf of those who wait, and for whom an answer counts.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class PollingTests {

	private static final Duration LEASE = Duration.ofMinutes(2);

	private final PollGate gate = new PollGate();

	private final MemcachedServer server;

	@SuppressWarnings("NullAway.Init")
	private MemcachedKey key;

	PollingTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void nameKey(TestInfo test) {
		this.key = TestJvm.key(test.getDisplayName());
	}

	@Test
	void aHundredWaitersCostNoMorePollsThanOne() throws Exception {
		try (TestJvm jvm = start()) {
			CasToken token = jvm.win(this.key);
			long start = System.nanoTime();
			List<CompletableFuture<News<String>>> waiters = waiters(jvm, token, 100);
			assertThat(new CountDownLatch(1).await(3, TimeUnit.SECONDS)).isFalse();
			int polls = this.gate.polls();
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
			assertThat(polls).isBetween(5, (int) millis / 50);
			assertThat(waiters).noneMatch(CompletableFuture::isDone);
		}
	}

	@Test
	void nobodyIsPolledForWhoHasLeft() throws Exception {
		try (TestJvm jvm = start()) {
			List<CompletableFuture<News<String>>> waiters = waiters(jvm, jvm.win(this.key), 3);
			this.gate.close();
			waiters.forEach((waiter) -> waiter.cancel(false));
			int polls = this.gate.polls();
			this.gate.open();
			waitUntil(() -> jvm.leases.roomCount() == 0);
			assertThat(this.gate.polls()).isEqualTo(polls);
		}
	}

	/** The gate fails on the second. */
	@Test
	void noPollIsSentWhileOneIsUnderWay() throws Exception {
		try (TestJvm jvm = start()) {
			CasToken token = jvm.win(this.key);
			waiters(jvm, token, 1);
			this.gate.close();
			int polls = this.gate.polls();
			waiters(jvm, token, 5);
			assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
			assertThat(this.gate.polls()).isEqualTo(polls);
			assertThat(jvm.leases.roomCount()).isEqualTo(1);
			this.gate.open();
			waitUntil(() -> this.gate.polls() > polls + 1);
		}
	}

	@Test
	void anAnswerDoesNotCountForThoseWhoCameAfterItsPoll() {
		try (TestJvm jvm = start()) {
			CasToken token = jvm.win(this.key);
			CompletableFuture<News<String>> early = jvm.leases.await(this.key, token, 1);
			this.gate.close();
			this.server.command("ms %s 3 T60\r\nold".formatted(this.key));
			this.gate.passOne();
			this.server.command("md " + this.key);
			CompletableFuture<News<String>> late = jvm.leases.await(this.key, token, 1);
			this.gate.open();
			assertThat(TestJvm.text(seen(early))).isEqualTo("old");
			assertThat(seen(late).won()).isTrue();
		}
	}

	@Test
	void aLoadIsJoinedOnlyByThoseWhoseOwnPollFoundIt() {
		try (TestJvm jvm = start()) {
			LeaseFlight<String> flight = jvm.winAndDepart(this.key);
			CasToken token = jvm.token(this.key);
			CompletableFuture<News<String>> early = jvm.leases.await(this.key, token, 1);
			this.gate.close();
			this.server.command("md " + this.key);
			CompletableFuture<News<String>> late = jvm.leases.await(this.key, token, 1);
			this.gate.open();
			assertThat(TestJvm.get(early)).isEqualTo(new Joined<>(flight));
			assertThat(seen(late).won()).isTrue();
		}
	}

	@Test
	void aLeaseThatWasWonForNobodyIsReleased() {
		try (TestJvm jvm = start()) {
			CompletableFuture<News<String>> waiter = jvm.leases.await(this.key, jvm.win(this.key), 1);
			this.gate.close();
			this.server.command("md " + this.key);
			this.gate.passOne();
			waiter.cancel(false);
			this.gate.open();
			waitUntil(() -> "EN".equals(this.server.command("mg " + this.key)));
			waitUntil(() -> jvm.leases.roomCount() == 0);
		}
	}

	@Test
	void aLeaseThatWasWonGoesToTheNextWhoIsStillThere() {
		try (TestJvm jvm = start()) {
			List<CompletableFuture<News<String>>> waiters = waiters(jvm, jvm.win(this.key), 3);
			this.gate.close();
			this.server.command("md " + this.key);
			this.gate.passOne();
			waiters.get(0).cancel(false);
			waiters.get(1).cancel(false);
			this.gate.open();
			Item won = seen(waiters.get(2));
			assertThat(won.won()).isTrue();
			assertThat(won.token()).isEqualTo(jvm.token(this.key));
		}
	}

	private TestJvm start() {
		return TestJvm.start(this.server.node(), LEASE, this.gate::before);
	}

	private List<CompletableFuture<News<String>>> waiters(TestJvm jvm, CasToken token, int count) {
		return Stream.generate(() -> jvm.leases.await(this.key, token, 1)).limit(count).toList();
	}

}
