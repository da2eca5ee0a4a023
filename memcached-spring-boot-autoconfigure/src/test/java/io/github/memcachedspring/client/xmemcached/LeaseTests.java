package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.text;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class LeaseTests extends OneServerContract {

	LeaseTests(MemcachedServer server) {
		super(server);
	}

	@Test
	void oneOf200CallersWins() throws Exception {
		List<Item> items = Parallel.call(200, (caller) -> lease());
		assertThat(items).allMatch(Item::isStub);
		assertThat(items).filteredOn(Item::won).hasSize(1).noneMatch(Item::lost);
		assertThat(items).filteredOn((item) -> !item.won()).allMatch(Item::lost);
	}

	@Test
	void theWinnerFills() {
		CasToken token = lease().token();
		assertThat(fill("loaded", token)).isEqualTo(StoreResult.STORED);
		Item item = lease();
		assertThat(text(item)).isEqualTo("loaded");
		assertThat(item.won() || item.lost() || item.stale()).isFalse();
	}

	@Test
	void anEvictVoidsTheFill() {
		CasToken token = lease().token();
		assertThat(this.operations.evict(this.key).await()).isTrue();
		assertThat(fill("outdated", token)).isEqualTo(StoreResult.NOT_FOUND);
		assertThat(this.operations.get(this.key).await()).isNull();
	}

	@Test
	void aPutVoidsTheFill() {
		CasToken token = lease().token();
		this.operations.put(this.key, bytes("put"), MINUTE).await();
		assertThat(fill("outdated", token)).isEqualTo(StoreResult.EXISTS);
		assertThat(text(get())).isEqualTo("put");
	}

	@Test
	void anotherLeaseAfterAnEvictVoidsTheFill() {
		CasToken token = lease().token();
		this.operations.evict(this.key).await();
		CasToken next = lease().token();
		assertThat(fill("outdated", token)).isEqualTo(StoreResult.EXISTS);
		assertThat(fill("current", next)).isEqualTo(StoreResult.STORED);
	}

	@Test
	void aRenewalGivesTheNextTokenAndVoidsTheOld() {
		CasToken token = lease().token();
		CasToken next = Objects.requireNonNull(renew(token));
		assertThat(next).isNotEqualTo(token);
		assertThat(renew(token)).isNull();
		assertThat(fill("outdated", token)).isEqualTo(StoreResult.EXISTS);
		assertThat(fill("loaded", next)).isEqualTo(StoreResult.STORED);
	}

	@Test
	void aRenewalSetsTheTimeOfTheStub() {
		CasToken token = this.operations.getWithLease(this.key, Expiration.after(Duration.ofSeconds(5)))
			.await()
			.token();
		renew(token);
		assertThat(get().remainingSeconds()).isGreaterThan(30);
	}

	@Test
	void nobodyWinsARenewedStub() {
		renew(lease().token());
		assertThat(IntStream.range(0, 5).mapToObj((i) -> lease())).noneMatch(Item::won).allMatch(Item::lost);
		assertThat(IntStream.range(0, 5).mapToObj((i) -> refresh(Duration.ofHours(1)))).noneMatch(Item::won);
	}

	@Test
	void aRenewalAfterAnEvictFails() {
		CasToken token = lease().token();
		this.operations.evict(this.key).await();
		assertThat(renew(token)).isNull();
		assertThat(this.operations.get(this.key).await()).isNull();
	}

	@Test
	void anExpiredStubIsWonAgain() {
		assertThat(this.operations.getWithLease(this.key, Expiration.after(Duration.ofSeconds(1))).await().won())
			.isTrue();
		waitUntil(() -> this.operations.get(this.key).await() == null);
		assertThat(lease().won()).isTrue();
	}

	@Test
	void oneCallerWinsTheRefresh() throws Exception {
		this.operations.put(this.key, bytes("value"), MINUTE).await();
		List<Item> items = Parallel.call(50, (caller) -> refresh(Duration.ofHours(1)));
		assertThat(items).allMatch((item) -> "value".equals(text(item)));
		assertThat(items).filteredOn(Item::won).hasSize(1);
		assertThat(items).filteredOn((item) -> !item.won()).allMatch(Item::lost);
	}

	@Test
	void nobodyWinsTheRefreshBeforeTheMark() {
		this.operations.put(this.key, bytes("value"), MINUTE).await();
		assertThat(refresh(Duration.ofSeconds(2)).won()).isFalse();
		assertThat(this.operations.getForRefresh(Engines.key("absent"), MINUTE_MARK).await()).isNull();
	}

	/**
	 * The protocol never fires for less than 2 s, so less is brought up to that. Who is
	 * held up for longer than that misses it, and starts over.
	 */
	@Test
	void aMarkOfNothingFiresInTheLastSeconds() {
		AtomicReference<Item> refresh = new AtomicReference<>();
		waitUntil(() -> {
			refresh.set(this.operations.getForRefresh(this.key, Duration.ZERO).await());
			if (refresh.get() == null) {
				this.operations.put(this.key, bytes("value"), Expiration.after(Duration.ofSeconds(3))).await();
			}
			return refresh.get() != null && refresh.get().won();
		});
		assertThat(refresh.get().remainingSeconds()).isBetween(0L, 2L);
	}

	@Test
	void aStaleItemIsReadAndWonOnce() {
		this.operations.put(this.key, bytes("value"), MINUTE).await();
		CasToken token = get().token();
		assertThat(
				this.operations.markStaleIfUnchanged(this.key, Expiration.after(Duration.ofSeconds(30)), token).await())
			.isTrue();
		Item first = get();
		assertThat(text(first)).isEqualTo("value");
		assertThat(first.stale()).isTrue();
		assertThat(first.won()).isTrue();
		assertThat(first.remainingSeconds()).isLessThanOrEqualTo(30);
		Item second = get();
		assertThat(second.stale()).isTrue();
		assertThat(second.won()).isFalse();
		assertThat(second.lost()).isTrue();
		assertThat(fill("outdated", token)).isEqualTo(StoreResult.EXISTS);
		assertThat(fill("refreshed", first.token())).isEqualTo(StoreResult.STORED);
		assertThat(get().stale()).isFalse();
	}

	@Test
	void whatWasChangedIsNotMarkedStale() {
		this.operations.put(this.key, bytes("value"), MINUTE).await();
		CasToken token = get().token();
		this.operations.put(this.key, bytes("next"), MINUTE).await();
		assertThat(this.operations.markStaleIfUnchanged(this.key, MINUTE, token).await()).isFalse();
		assertThat(get().stale()).isFalse();
		this.operations.evict(this.key).await();
		assertThat(this.operations.markStaleIfUnchanged(this.key, MINUTE, token).await()).isFalse();
	}

	private static final Duration MINUTE_MARK = Duration.ofMinutes(1);

	private Item lease() {
		return this.operations.getWithLease(this.key, MINUTE).await();
	}

	private CasToken renew(CasToken token) {
		return this.operations.renewLease(this.key, MINUTE, token).await();
	}

	private StoreResult fill(String value, CasToken token) {
		return this.operations.fill(this.key, bytes(value), MINUTE, token).await();
	}

	private Item refresh(Duration mark) {
		return Objects.requireNonNull(this.operations.getForRefresh(this.key, mark).await());
	}

	private Item get() {
		return Objects.requireNonNull(this.operations.get(this.key).await());
	}

}
