package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who joins a load, and how it ends.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class LeaseFlightTests {

	/** Long enough that nothing is renewed in between. */
	private static final Duration LEASE = Duration.ofMinutes(2);

	private final TestJvm jvm;

	private final Leases<String> leases;

	@SuppressWarnings("NullAway.Init")
	private MemcachedKey key;

	LeaseFlightTests(MemcachedServer server) {
		this.jvm = TestJvm.start(server.node(), LEASE);
		this.leases = this.jvm.leases;
	}

	@BeforeEach
	void nameKey(TestInfo test) {
		this.key = TestJvm.key(test.getDisplayName());
	}

	@AfterEach
	void close() {
		this.jvm.close();
	}

	@Test
	void aCallerJoinsByTheTokenThatItRead() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		assertThat(this.leases.find(this.key, this.jvm.read(this.key).token(), 1)).isSameAs(flight);
	}

	@Test
	void aCallerThatReadAnotherTokenDoesNotJoinTheLoadOfItsKey() {
		this.jvm.winAndDepart(this.key);
		this.jvm.operations.evict(this.key).await();
		CasToken next = this.jvm.read(this.key).token();
		assertThat(this.leases.find(this.key, next, 1)).isNull();
	}

	@Test
	void passengersGetTheResultOrNothing() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		CompletableFuture<String> one = flight.result();
		CompletableFuture<String> other = flight.result();
		other.cancel(false);
		assertThat(one).isNotDone();
		this.leases.land(flight, "loaded");
		assertThat(one).isCompletedWithValue("loaded");
		flight = this.jvm.winAndDepart(this.key);
		this.leases.land(flight, null);
		assertThat(flight.result()).isCompletedWithValue(null);
	}

	@Test
	void whoLeavesIsForgotten() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		flight.result().cancel(false);
		flight.result().orTimeout(0, TimeUnit.SECONDS);
		TestJvm.waitUntil(() -> flight.passengerCount() == 0);
		CompletableFuture<String> patient = flight.result();
		assertThat(flight.passengerCount()).isOne();
		this.leases.land(flight, "loaded");
		assertThat(patient).isCompletedWithValue("loaded");
		assertThat(flight.passengerCount()).isZero();
	}

	@Test
	void aStoreEndsTheLease() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		assertThat(this.jvm.store(flight, "loaded")).isEqualTo(StoreResult.STORED);
		this.leases.land(flight, "loaded");
		assertThat(this.jvm.value(this.key)).isEqualTo("loaded");
		assertThat(this.leases.flightCount()).isZero();
		assertThat(flight.store(this::neverSent).await()).isEqualTo(StoreResult.NOT_FOUND);
	}

	@Test
	void theNextCallerWinsAtOnceAfterALoadFailed() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		this.leases.land(flight, null);
		assertThat(this.jvm.read(this.key).won()).isTrue();
		assertThat(this.leases.flightCount()).isZero();
	}

	@Test
	void aLoadThatFailedLeavesAloneWhatOthersStored() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		this.jvm.put(this.key, "put", Duration.ofMinutes(1));
		this.leases.land(flight, null);
		assertThat(this.jvm.value(this.key)).isEqualTo("put");
	}

	@Test
	void aStoreWithoutAnOutcomeIsFollowedByARelease() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		Reply<StoreResult> failed = flight.store((token) -> Reply.failed(new MemcachedException("Not stored", null)));
		failed.subscribe(Runnable::run, (result, failure) -> assertThat(failure).isNotNull());
		this.leases.land(flight, "loaded");
		assertThat(this.jvm.read(this.key).won()).isTrue();
	}

	@Test
	void aVoidedLoadStoresNothingTakesNobodyAndIsReleased() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		CasToken token = this.jvm.token(this.key);
		this.leases.voidFlight(this.key);
		assertThat(flight.store(this::neverSent).await()).isEqualTo(StoreResult.NOT_FOUND);
		assertThat(this.leases.find(this.key, token, 1)).isNull();
		assertThat(this.jvm.isFree(this.key)).isTrue();
		assertThat(flight.result()).isNotDone();
		this.leases.land(flight, "loaded");
		assertThat(flight.result()).isCompletedWithValue("loaded");
	}

	@Test
	void allLoadsAreVoidedTogether() {
		MemcachedKey other = TestJvm.key("other");
		LeaseFlight<String> one = this.jvm.winAndDepart(this.key);
		LeaseFlight<String> two = this.jvm.winAndDepart(other);
		this.leases.voidAll();
		assertThat(one.store(this::neverSent).await()).isEqualTo(StoreResult.NOT_FOUND);
		assertThat(two.store(this::neverSent).await()).isEqualTo(StoreResult.NOT_FOUND);
		assertThat(this.jvm.isFree(this.key)).isTrue();
		assertThat(this.jvm.isFree(other)).isTrue();
		assertThat(this.leases.flightCount()).isZero();
	}

	@Test
	void aLoadFromBeforeAClearIsVoided() {
		LeaseFlight<String> flight = this.leases.depart(this.key, this.jvm.win(this.key), 5);
		CasToken token = this.jvm.token(this.key);
		assertThat(this.leases.find(this.key, token, 4)).isSameAs(flight);
		assertThat(this.leases.find(this.key, token, 5)).isSameAs(flight);
		assertThat(this.leases.find(this.key, token, 6)).isNull();
		assertThat(flight.store(this::neverSent).await()).isEqualTo(StoreResult.NOT_FOUND);
		assertThat(this.jvm.isFree(this.key)).isTrue();
	}

	@Test
	void theNextLeaseOfAKeyVoidsTheLoadUnderTheLast() {
		LeaseFlight<String> last = this.jvm.winAndDepart(this.key);
		this.jvm.operations.evict(this.key).await();
		LeaseFlight<String> next = this.jvm.winAndDepart(this.key);
		assertThat(last.store(this::neverSent).await()).isEqualTo(StoreResult.NOT_FOUND);
		this.leases.land(last, null);
		assertThat(this.leases.find(this.key, this.jvm.token(this.key), 1)).isSameAs(next);
		assertThat(this.jvm.store(next, "loaded")).isEqualTo(StoreResult.STORED);
	}

	@Test
	void whatIsOutdatedIsClaimedByOneAndKeepsOthersWaiting() {
		this.jvm.put(this.key, "outdated", Duration.ofMinutes(1));
		CasToken outdated = this.jvm.token(this.key);
		CasToken lease = this.leases.claim(this.key, outdated).await();
		assertThat(lease).isNotNull();
		assertThat(this.leases.claim(this.key, outdated).await()).isNull();
		assertThat(this.jvm.read(this.key).isStub()).isTrue();
		LeaseFlight<String> flight = this.leases.depart(this.key, lease, 1);
		assertThat(this.leases.find(this.key, this.jvm.read(this.key).token(), 1)).isSameAs(flight);
		assertThat(this.jvm.store(flight, "loaded")).isEqualTo(StoreResult.STORED);
	}

	@Test
	void aTokenFromBeforeARestartStoresNothing() {
		try (MemcachedServer own = MemcachedServer.start(); TestJvm jvm = TestJvm.start(own.node(), LEASE)) {
			LeaseFlight<String> flight = jvm.winAndDepart(this.key);
			own.restart();
			TestJvm.waitUntil(() -> jvm.operations.on(own.node()).connectionStatus().connects() > 1);
			assertThat(jvm.store(flight, "loaded")).isEqualTo(StoreResult.TOKEN_EXPIRED);
			assertThat(flight.store(this::neverSent).await()).isEqualTo(StoreResult.NOT_FOUND);
			jvm.leases.land(flight, "loaded");
			assertThat(own.command("mg " + this.key)).isEqualTo("EN");
		}
	}

	private Reply<StoreResult> neverSent(CasToken token) {
		throw new AssertionError("Stored with token " + token);
	}

}
