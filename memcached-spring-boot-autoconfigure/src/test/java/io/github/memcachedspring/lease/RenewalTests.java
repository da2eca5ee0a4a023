package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.RoutingOperations;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.RecordingServer;
import io.github.memcachedspring.test.TcpProxy;

import static io.github.memcachedspring.lease.TestJvm.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a lease lasts for as long as its load does, and no longer.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class RenewalTests {

	private static final Duration LEASE = Duration.ofSeconds(3);

	/** For leases that are renewed once, at once. */
	private static final Duration LONG_LEASE = Duration.ofMinutes(2);

	private final MemcachedServer server;

	@SuppressWarnings("NullAway.Init")
	private MemcachedKey key;

	RenewalTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void nameKey(TestInfo test) {
		this.key = TestJvm.key(test.getDisplayName());
	}

	@Test
	void aLoadOfThreeLeasesIsTheOnlyOneAndStored() {
		try (TestJvm jvm = start(); TestJvm other = start()) {
			LeaseFlight<String> flight = jvm.winAndDepart(this.key);
			long start = System.nanoTime();
			waitUntil(() -> {
				assertThat(other.read(this.key).won()).isFalse();
				return System.nanoTime() - start > LEASE.multipliedBy(3).toNanos();
			});
			assertThat(jvm.store(flight, "loaded")).isEqualTo(StoreResult.STORED);
			assertThat(other.value(this.key)).isEqualTo("loaded");
		}
	}

	@Test
	void callersJoinByTheTokenOfARenewalAndByThatFromBefore() {
		try (TestJvm jvm = start()) {
			CasToken first = jvm.win(this.key);
			LeaseFlight<String> flight = jvm.leases.depart(this.key, first, 1);
			waitUntil(() -> !jvm.token(this.key).equals(first));
			CasToken renewed = jvm.token(this.key);
			waitUntil(() -> jvm.leases.find(this.key, renewed, 1) == flight);
			assertThat(jvm.leases.find(this.key, first, 1)).isSameAs(flight);
		}
	}

	@Test
	void tokensOfLongAgoAreForgotten() {
		try (TestJvm jvm = start()) {
			CasToken first = jvm.win(this.key);
			LeaseFlight<String> flight = jvm.leases.depart(this.key, first, 1);
			waitUntil(() -> jvm.leases.find(this.key, first, 1) == null);
			waitUntil(() -> jvm.leases.find(this.key, jvm.token(this.key), 1) == flight);
		}
	}

	@Test
	void aRenewedLeaseIsReleasedByItsLastToken() {
		try (TestJvm jvm = TestJvm.start(this.server.node(), LONG_LEASE)) {
			CasToken first = jvm.win(this.key);
			LeaseFlight<String> flight = departAndRenew(jvm, first);
			awaitRenewal(first);
			waitUntil(() -> jvm.leases.find(this.key, jvm.token(this.key), 1) == flight);
			jvm.leases.land(flight, null);
			assertThat(jvm.read(this.key).won()).isTrue();
		}
	}

	@Test
	void anEvictElsewhereVoidsALeaseThatWasRenewed() {
		try (TestJvm jvm = TestJvm.start(this.server.node(), LONG_LEASE)) {
			CasToken first = jvm.win(this.key);
			LeaseFlight<String> flight = departAndRenew(jvm, first);
			awaitRenewal(first);
			this.server.command("md " + this.key);
			assertThat(jvm.store(flight, "outdated")).isEqualTo(StoreResult.NOT_FOUND);
			assertThat(this.server.command("mg " + this.key)).isEqualTo("EN");
		}
	}

	@Test
	void nothingIsSentAfterARenewalShowedThatTheLeaseIsLost() {
		try (RecordingServer server = RecordingServer.start();
				TestJvm jvm = TestJvm.start(server.node(), LEASE);
				TestJvm other = TestJvm.start(server.node(), LEASE)) {
			LeaseFlight<String> flight = jvm.winAndDepart(this.key);
			other.operations.evict(this.key).await();
			waitUntil(() -> renewals(server) == 1);
			assertThat(jvm.store(flight, "outdated")).isEqualTo(StoreResult.NOT_FOUND);
			jvm.leases.land(flight, "outdated");
			assertThat(server.lines()).noneMatch((line) -> line.startsWith("ms " + this.key + " 8 "))
				.noneMatch((line) -> line.startsWith("md " + this.key + " C"));
		}
	}

	@Test
	void aStoreWaitsForTheRenewalThatIsUnderWay() {
		try (TcpProxy proxy = TcpProxy.before(this.server.node());
				TestJvm jvm = TestJvm.start(proxy.node(), LONG_LEASE)) {
			CasToken first = jvm.win(this.key);
			proxy.holdReplies();
			LeaseFlight<String> flight = departAndRenew(jvm, first);
			awaitRenewal(first);
			List<CasToken> tokens = new CopyOnWriteArrayList<>();
			CompletableFuture<StoreResult> result = flight.store((token) -> {
				tokens.add(token);
				return jvm.operations.fill(this.key, new byte[1], TestJvm.MINUTE, token);
			}).toFuture(Runnable::run);
			assertThat(tokens).isEmpty();
			proxy.release();
			assertThat(TestJvm.get(result)).isEqualTo(StoreResult.STORED);
			assertThat(tokens).hasSize(1).doesNotContain(first);
		}
	}

	@Test
	void aWriteWhileAStoreWaitsForARenewalKeepsItBack() {
		try (TcpProxy proxy = TcpProxy.before(this.server.node());
				TestJvm jvm = TestJvm.start(proxy.node(), LONG_LEASE)) {
			CasToken first = jvm.win(this.key);
			proxy.holdReplies();
			LeaseFlight<String> flight = departAndRenew(jvm, first);
			awaitRenewal(first);
			CompletableFuture<StoreResult> result = flight.store((token) -> {
				throw new AssertionError("Stored");
			}).toFuture(Runnable::run);
			jvm.leases.voidFlight(this.key);
			proxy.release();
			assertThat(TestJvm.get(result)).isEqualTo(StoreResult.NOT_FOUND);
			waitUntil(() -> jvm.isFree(this.key));
		}
	}

	@Test
	void aReleaseWaitsForTheRenewalThatIsUnderWay() {
		try (TcpProxy proxy = TcpProxy.before(this.server.node());
				TestJvm jvm = TestJvm.start(proxy.node(), LONG_LEASE)) {
			CasToken first = jvm.win(this.key);
			proxy.holdReplies();
			LeaseFlight<String> flight = departAndRenew(jvm, first);
			awaitRenewal(first);
			jvm.leases.land(flight, null);
			assertThat(flight.result()).isCompletedWithValue(null);
			proxy.release();
			waitUntil(() -> jvm.isFree(this.key));
		}
	}

	/** What the server did is not known, so its answer to the store decides. */
	@Test
	void afterARenewalWithoutAnAnswerTheOldTokenIsTriedOnce() {
		try (TestJvm jvm = TestJvm.start(this.server.node(), LONG_LEASE, UnansweredRenewals::new)) {
			CasToken first = jvm.win(this.key);
			LeaseFlight<String> flight = departAndRenew(jvm, first);
			awaitRenewal(first);
			List<CasToken> tokens = new CopyOnWriteArrayList<>();
			CompletableFuture<StoreResult> result = flight.store((token) -> {
				tokens.add(token);
				return jvm.operations.fill(this.key, new byte[1], TestJvm.MINUTE, token);
			}).toFuture(Runnable::run);
			assertThat(TestJvm.get(result)).isEqualTo(StoreResult.EXISTS);
			assertThat(tokens).containsExactly(first);
			assertThat(jvm.store(flight, "again")).isEqualTo(StoreResult.NOT_FOUND);
		}
	}

	@Test
	void aRenewalThatTheServerRefusedWithAnErrorIsRepeated() {
		RecordingServer.Responder honest = RecordingServer.emptyServer();
		List<String> refused = new ArrayList<>();
		try (RecordingServer server = RecordingServer.start((line, data) -> {
			if (line.startsWith("ms " + this.key + " 0 ") && refused.isEmpty()) {
				refused.add(line);
				return "SERVER_ERROR out of memory storing object\r\n".getBytes();
			}
			return honest.reply(line, data);
		}); TestJvm jvm = TestJvm.start(server.node(), LEASE)) {
			LeaseFlight<String> flight = jvm.winAndDepart(this.key);
			waitUntil(() -> renewals(server) >= 2);
			assertThat(jvm.store(flight, "loaded")).isEqualTo(StoreResult.STORED);
		}
	}

	@Test
	void aClosedTimerOnlyEndsTheRenewals() {
		try (TestJvm jvm = TestJvm.start(this.server.node(), LONG_LEASE)) {
			CasToken token = jvm.win(this.key);
			jvm.closeTimer();
			LeaseFlight<String> flight = jvm.leases.depart(this.key, token, 1);
			assertThat(this.server.command("mg %s t".formatted(this.key))).startsWith("HD");
			jvm.leases.land(flight, null);
			waitUntil(() -> jvm.isFree(this.key));
		}
	}

	private TestJvm start() {
		return TestJvm.start(this.server.node(), LEASE);
	}

	private LeaseFlight<String> departAndRenew(TestJvm jvm, CasToken token) {
		return jvm.leases.departForRefresh(this.key, token, 1, Duration.ZERO);
	}

	private long renewals(RecordingServer server) {
		return server.lines().stream().filter((line) -> line.startsWith("ms " + this.key + " 0 ")).count();
	}

	/** Seen on a connection that nothing is held back on. */
	private void awaitRenewal(CasToken token) {
		waitUntil(() -> !this.server.command("mg %s c".formatted(this.key)).equals("HD c" + token));
	}

	/** Renews, and tells nobody. */
	private static final class UnansweredRenewals extends RoutingOperations {

		private final MemcachedOperations target;

		UnansweredRenewals(MemcachedOperations target) {
			this.target = target;
		}

		@Override
		public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
			return this.target.renewLease(key, stub, token)
				.flatMap((renewed) -> Reply
					.failed(new MemcachedTimeoutException(nodeOf(key), Duration.ofSeconds(1), true)));
		}

		@Override
		protected MemcachedOperations route(MemcachedKey key) {
			return this.target;
		}

		@Override
		public List<MemcachedNode> nodes() {
			return this.target.nodes();
		}

		@Override
		public MemcachedNode nodeOf(MemcachedKey key) {
			return this.target.nodeOf(key);
		}

		@Override
		public NodeOperations on(MemcachedNode node) {
			return this.target.on(node);
		}

	}

}
