package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.lease.News.Joined;
import io.github.memcachedspring.lease.News.Seen;
import io.github.memcachedspring.lease.News.Unknown;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static io.github.memcachedspring.lease.TestJvm.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What those learn who wait for a lease of another JVM.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class WaitingTests {

	/** Long enough that nobody takes a lease over while a test lasts. */
	private static final Duration LEASE = Duration.ofMinutes(2);

	private final MemcachedServer server;

	private final TestJvm jvm;

	private final TestJvm holder;

	@SuppressWarnings("NullAway.Init")
	private MemcachedKey key;

	WaitingTests(MemcachedServer server) {
		this.server = server;
		this.jvm = TestJvm.start(server.node(), LEASE);
		this.holder = TestJvm.start(server.node(), LEASE);
	}

	@BeforeEach
	void nameKey(TestInfo test) {
		this.key = TestJvm.key(test.getDisplayName());
	}

	@AfterEach
	void nobodyIsLeftBehind() {
		waitUntil(() -> this.jvm.leases.roomCount() == 0);
		this.jvm.close();
		this.holder.close();
	}

	@Test
	void allSeeTheValueThatTheHolderStores() {
		LeaseFlight<String> flight = this.holder.winAndDepart(this.key);
		List<CompletableFuture<News<String>>> waiters = waiters(20);
		assertThat(waiters).noneMatch(CompletableFuture::isDone);
		assertThat(this.holder.store(flight, "loaded")).isEqualTo(StoreResult.STORED);
		assertThat(waiters).allSatisfy((waiter) -> assertThat(TestJvm.text(seen(waiter))).isEqualTo("loaded"));
	}

	@Test
	void oneWinsAKeyThatIsFreeAndTheOthersJoinItsLoad() {
		LeaseFlight<String> failing = this.holder.winAndDepart(this.key);
		List<CompletableFuture<News<String>>> waiters = waiters(20);
		this.holder.leases.land(failing, null);
		Item won = seen(TestJvm.get(CompletableFuture.anyOf(waiters.toArray(CompletableFuture[]::new))));
		assertThat(won.won()).isTrue();
		LeaseFlight<String> flight = this.jvm.leases.depart(this.key, won.token(), 1);
		List<News<String>> news = waiters.stream().map(TestJvm::get).toList();
		assertThat(news).filteredOn((each) -> each instanceof Seen).hasSize(1);
		assertThat(news).filteredOn((each) -> each instanceof Joined<String> joined && joined.flight() == flight)
			.hasSize(19);
		this.jvm.leases.land(flight, null);
	}

	@Test
	void whoHasLeftWinsNothing() {
		LeaseFlight<String> failing = this.holder.winAndDepart(this.key);
		CompletableFuture<News<String>> impatient = this.jvm.await(this.key);
		CompletableFuture<News<String>> patient = this.jvm.await(this.key);
		impatient.cancel(false);
		this.holder.leases.land(failing, null);
		assertThat(seen(patient).won()).isTrue();
	}

	@Test
	void aRoomThatAllHaveLeftIsGivenUp() {
		this.holder.winAndDepart(this.key);
		List<CompletableFuture<News<String>>> waiters = waiters(3);
		assertThat(this.jvm.leases.roomCount()).isEqualTo(1);
		waiters.get(0).cancel(false);
		waiters.get(1).complete(new Unknown<>(new MemcachedException("given up", null)));
		waiters.get(2).completeExceptionally(new IllegalStateException());
		waitUntil(() -> this.jvm.leases.roomCount() == 0);
	}

	@Test
	void aValueThatTheCallerMayNotWantIsNewsToo() {
		this.holder.winAndDepart(this.key);
		CompletableFuture<News<String>> waiter = this.jvm.await(this.key);
		this.holder.put(this.key, "outdated", Duration.ofMinutes(1));
		Item item = seen(waiter);
		assertThat(TestJvm.text(item)).isEqualTo("outdated");
		assertThat(this.jvm.leases.claim(this.key, item.token()).await()).isNotNull();
	}

	/** The caller read the token of a renewal before its own JVM had learnt of it. */
	@Test
	void aLoadOfTheOwnJvmIsJoined() {
		LeaseFlight<String> flight = this.jvm.winAndDepart(this.key);
		News<String> news = TestJvm.get(this.jvm.await(this.key));
		assertThat(news).isEqualTo(new Joined<>(flight));
	}

	@Test
	void aLoadFromBeforeAClearIsNotJoinedButReplaced() {
		LeaseFlight<String> outdated = this.jvm.leases.depart(this.key, this.jvm.win(this.key), 5);
		CompletableFuture<News<String>> waiter = this.jvm.leases.await(this.key, this.jvm.token(this.key), 6);
		assertThat(seen(waiter).won()).isTrue();
		assertThat(this.jvm.store(outdated, "outdated")).isEqualTo(StoreResult.NOT_FOUND);
	}

	@Test
	void ofAStaleValueOneWinsTheRefresh() {
		this.holder.winAndDepart(this.key);
		List<CompletableFuture<News<String>>> waiters = waiters(5);
		// In one go, so that no poll comes in between.
		this.server.command("ms %1$s 3 T60\r\nold\r\nmd %1$s I T30".formatted(this.key));
		List<Item> items = waiters.stream().map(WaitingTests::seen).toList();
		assertThat(items).allMatch((item) -> "old".equals(TestJvm.text(item)) && item.stale());
		assertThat(items).filteredOn(Item::won).hasSize(1);
	}

	@Test
	void newsComeOnTheTimersThread() {
		LeaseFlight<String> flight = this.holder.winAndDepart(this.key);
		AtomicReference<String> thread = new AtomicReference<>();
		CompletableFuture<Void> done = this.jvm.await(this.key)
			.thenAccept((news) -> thread.set(Thread.currentThread().getName()));
		assertThat(done).isNotDone();
		this.holder.leases.land(flight, null);
		TestJvm.get(done);
		assertThat(thread).hasValue(TestJvm.TIMER_THREAD);
	}

	@Test
	void aCacheThatIsClosedLetsNobodyWait() {
		this.holder.winAndDepart(this.key);
		List<CompletableFuture<News<String>>> waiters = waiters(3);
		this.jvm.leases.close();
		this.jvm.closeTimer();
		waiters.add(this.jvm.await(this.key));
		assertThat(waiters).allSatisfy((waiter) -> assertThat(TestJvm.get(waiter)).isInstanceOf(Unknown.class));
	}

	@Test
	void aCacheThatIsClosedReleasesItsLeases() {
		LeaseFlight<String> flight = this.holder.winAndDepart(this.key);
		this.holder.leases.close();
		waitUntil(() -> this.jvm.isFree(this.key));
		assertThat(this.holder.store(flight, "late")).isEqualTo(StoreResult.NOT_FOUND);
	}

	@Test
	void aFailureIsNewsForAll() {
		try (MemcachedServer own = MemcachedServer.start(); TestJvm jvm = TestJvm.start(own.node(), LEASE)) {
			jvm.win(this.key);
			List<CompletableFuture<News<String>>> waiters = Stream.generate(() -> jvm.await(this.key))
				.limit(5)
				.toList();
			own.kill();
			assertThat(waiters).allSatisfy((waiter) -> assertThat(TestJvm.get(waiter)).isInstanceOf(Unknown.class));
			waitUntil(() -> jvm.leases.roomCount() == 0);
		}
	}

	private List<CompletableFuture<News<String>>> waiters(int count) {
		return Stream.generate(() -> this.jvm.await(this.key)).limit(count).collect(Collectors.toList());
	}

	static Item seen(CompletableFuture<News<String>> waiter) {
		return seen(TestJvm.get(waiter));
	}

	private static Item seen(Object news) {
		assertThat(news).isInstanceOf(Seen.class);
		return ((Seen<?>) news).item();
	}

}
