package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.List;

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
import io.github.memcachedspring.test.RecordingServer;
import io.github.memcachedspring.test.Undisturbed;

import static io.github.memcachedspring.lease.TestJvm.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads that are to replace a value that still lives.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class RefreshTests {

	private static final Duration LEASE = Duration.ofSeconds(3);

	private final MemcachedServer server;

	@SuppressWarnings("NullAway.Init")
	private MemcachedKey key;

	RefreshTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void nameKey(TestInfo test) {
		this.key = TestJvm.key(test.getDisplayName());
	}

	@Test
	void aRefreshStoresByTheTokenOfTheValue() {
		try (TestJvm jvm = start()) {
			LeaseFlight<String> flight = departWith(jvm, Duration.ofMinutes(1));
			assertThat(jvm.value(this.key)).isEqualTo("old");
			assertThat(jvm.store(flight, "new")).isEqualTo(StoreResult.STORED);
			jvm.leases.land(flight, "new");
			assertThat(jvm.value(this.key)).isEqualTo("new");
			assertThat(jvm.leases.flightCount()).isZero();
		}
	}

	@Test
	void aRefreshThatFailsLeavesTheValue() {
		try (TestJvm jvm = start()) {
			LeaseFlight<String> flight = departWith(jvm, Duration.ofMinutes(1));
			jvm.leases.land(flight, null);
			assertThat(jvm.value(this.key)).isEqualTo("old");
		}
	}

	@Test
	void aVoidedRefreshLeavesTheValueToTheWriteAndStoresNothing() {
		try (TestJvm jvm = start()) {
			LeaseFlight<String> flight = departWith(jvm, Duration.ofMinutes(1));
			jvm.leases.voidFlight(this.key);
			assertThat(jvm.store(flight, "new")).isEqualTo(StoreResult.NOT_FOUND);
			jvm.leases.land(flight, "new");
			assertThat(jvm.value(this.key)).isEqualTo("old");
		}
	}

	@Test
	void aPutVoidsARefresh() {
		try (TestJvm jvm = start()) {
			LeaseFlight<String> flight = departWith(jvm, Duration.ofMinutes(1));
			jvm.put(this.key, "put", Duration.ofMinutes(1));
			assertThat(jvm.store(flight, "new")).isEqualTo(StoreResult.EXISTS);
			assertThat(jvm.value(this.key)).isEqualTo("put");
		}
	}

	/** The value lives for 4 s, the load takes longer. */
	@Test
	void aSlowRefreshBecomesALeaseBeforeTheValueExpires() throws Exception {
		undisturbed(this::refreshForLongerThanTheValueLives);
	}

	private void refreshForLongerThanTheValueLives() {
		try (TestJvm jvm = start(); TestJvm other = start()) {
			LeaseFlight<String> flight = departWith(jvm, Duration.ofSeconds(4));
			awaitStub(other);
			long start = System.nanoTime();
			waitUntil(() -> {
				assertThat(other.read(this.key).won()).isFalse();
				return System.nanoTime() - start > LEASE.multipliedBy(2).toNanos();
			});
			CasToken token = jvm.token(this.key);
			waitUntil(() -> jvm.leases.find(this.key, token, 1) == flight);
			assertThat(jvm.store(flight, "new")).isEqualTo(StoreResult.STORED);
			assertThat(other.value(this.key)).isEqualTo("new");
		}
	}

	@Test
	void anEvictVoidsARefreshThatHasBecomeALease() throws Exception {
		undisturbed(this::evictDuringARefreshThatHasBecomeALease);
	}

	private void evictDuringARefreshThatHasBecomeALease() {
		try (TestJvm jvm = start(); TestJvm other = start()) {
			LeaseFlight<String> flight = departWith(jvm, Duration.ofSeconds(3));
			awaitStub(other);
			other.operations.evict(this.key).await();
			assertThat(jvm.store(flight, "outdated")).isEqualTo(StoreResult.NOT_FOUND);
			assertThat(jvm.isFree(this.key)).isTrue();
		}
	}

	@Test
	void aRefreshThatHasBecomeALeaseIsReleasedWhenItFails() throws Exception {
		undisturbed(this::failARefreshThatHasBecomeALease);
	}

	private void failARefreshThatHasBecomeALease() {
		try (TestJvm jvm = TestJvm.start(this.server.node(), Duration.ofMinutes(2))) {
			LeaseFlight<String> flight = departWith(jvm, Duration.ofSeconds(3));
			awaitStub(jvm);
			jvm.leases.land(flight, null);
			waitUntil(() -> jvm.isFree(this.key));
		}
	}

	@Test
	void nothingIsSentWhileTheValueHasLongToLive() {
		try (RecordingServer server = RecordingServer.start(); TestJvm jvm = TestJvm.start(server.node(), LEASE)) {
			CasToken token = jvm.win(this.key);
			CasToken watched = jvm.win(TestJvm.key("watched"));
			server.clear();
			LeaseFlight<String> refresh = jvm.leases.departForRefresh(this.key, token, 1, Duration.ofSeconds(60));
			jvm.leases.depart(TestJvm.key("watched"), watched, 1);
			waitUntil(() -> server.lines().stream().filter((line) -> line.startsWith("ms ")).count() >= 2);
			jvm.leases.land(refresh, null);
			List<String> sent = server.lines().stream().filter((line) -> line.contains(this.key.toString())).toList();
			assertThat(sent).isEmpty();
		}
	}

	/** The value lives for only half a second longer than until its turn. */
	private void undisturbed(Undisturbed.Body test) throws Exception {
		Undisturbed.run(() -> {
			this.key = TestJvm.key("refresh-" + System.nanoTime());
			test.run();
		});
	}

	private TestJvm start() {
		return TestJvm.start(this.server.node(), LEASE);
	}

	private LeaseFlight<String> departWith(TestJvm jvm, Duration timeToLive) {
		jvm.put(this.key, "old", timeToLive);
		return jvm.leases.departForRefresh(this.key, jvm.token(this.key), 1, timeToLive);
	}

	/** The key must never be free, which a read that wins would show. */
	private void awaitStub(TestJvm jvm) {
		waitUntil(() -> {
			Item item = jvm.read(this.key);
			assertThat(item.won()).isFalse();
			return item.isStub();
		});
	}

}
