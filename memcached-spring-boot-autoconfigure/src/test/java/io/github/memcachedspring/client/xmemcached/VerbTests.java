package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.Objects;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.TcpProxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.text;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class VerbTests extends OneServerContract {

	VerbTests(MemcachedServer server) {
		super(server);
	}

	@Test
	void readsAnAbsentItemAsNull() {
		assertThat(this.operations.get(this.key).await()).isNull();
	}

	@Test
	void readsWhatWasPut() {
		assertThat(put("value")).isEqualTo(StoreResult.STORED);
		Item item = get();
		assertThat(text(item)).isEqualTo("value");
		assertThat(item.flags()).isZero();
		assertThat(item.remainingSeconds()).isBetween(50L, 60L);
		assertThat(item.isStub()).isFalse();
		assertThat(item.won() || item.lost() || item.stale()).isFalse();
	}

	@Test
	void readsAStubAsOneThatSomebodyElseLoads() {
		lease();
		Item item = get();
		assertThat(item.isStub()).isTrue();
		assertThat(item.won()).isFalse();
		assertThat(item.lost()).isTrue();
	}

	@Test
	void putsOverWhatIsThere() {
		put("old");
		put("new");
		assertThat(text(get())).isEqualTo("new");
	}

	@Test
	void addsOnlyWhereNothingIs() {
		assertThat(add("first")).isEqualTo(StoreResult.STORED);
		assertThat(add("second")).isEqualTo(StoreResult.NOT_STORED);
		assertThat(text(get())).isEqualTo("first");
	}

	@Test
	void doesNotAddOverAStub() {
		lease();
		assertThat(add("value")).isEqualTo(StoreResult.NOT_STORED);
		assertThat(get().isStub()).isTrue();
	}

	@Test
	void replacesWhatWasNotChanged() {
		put("old");
		assertThat(compareAndSet(get().token())).isEqualTo(StoreResult.STORED);
		assertThat(text(get())).isEqualTo("computed");
	}

	@Test
	void doesNotReplaceWhatWasChanged() {
		put("old");
		CasToken token = get().token();
		put("changed");
		assertThat(compareAndSet(token)).isEqualTo(StoreResult.EXISTS);
		assertThat(text(get())).isEqualTo("changed");
	}

	@Test
	void doesNotReplaceWhatWasRemoved() {
		put("old");
		CasToken token = get().token();
		this.operations.evict(this.key).await();
		assertThat(compareAndSet(token)).isEqualTo(StoreResult.NOT_FOUND);
		assertThat(this.operations.get(this.key).await()).isNull();
	}

	@Test
	void tellsTokensOfALostConnection() {
		try (TcpProxy proxy = TcpProxy.before(this.server.node());
				XMemcachedOperations proxied = Engines.connect(proxy.node())) {
			put("old");
			CasToken token = Objects.requireNonNull(proxied.get(this.key).await()).token();
			proxy.cut();
			waitUntil(() -> !token.connection().equals(connectionOf(proxied)));
			assertThat(proxied.compareAndSet(this.key, bytes("new"), MINUTE, token).await())
				.isEqualTo(StoreResult.TOKEN_EXPIRED);
			assertThat(proxied.fill(this.key, bytes("new"), MINUTE, token).await())
				.isEqualTo(StoreResult.TOKEN_EXPIRED);
			assertThat(proxied.renewLease(this.key, MINUTE, token).await()).isNull();
			assertThat(proxied.evictIfUnchanged(this.key, token).await()).isFalse();
			assertThat(text(get())).isEqualTo("old");
		}
	}

	/** Both servers count their tokens from the same number. */
	@Test
	void tellsTokensFromBeforeARestartOfTheServer() {
		try (MemcachedServer restarted = MemcachedServer.start();
				XMemcachedOperations operations = Engines.connect(restarted.node())) {
			operations.put(this.key, bytes("old"), MINUTE).await();
			CasToken token = Objects.requireNonNull(operations.get(this.key).await()).token();
			restarted.restart();
			waitUntil(() -> operations.isConnected(restarted.node()) && connectionOf(operations) != token.connection());
			operations.put(this.key, bytes("other"), MINUTE).await();
			assertThat(operations.compareAndSet(this.key, bytes("new"), MINUTE, token).await())
				.isEqualTo(StoreResult.TOKEN_EXPIRED);
			assertThat(text(operations.get(this.key).await())).isEqualTo("other");
		}
	}

	@Test
	void touchesWhatIsThere() {
		put("value");
		assertThat(this.operations.touch(this.key, Expiration.after(Duration.ofHours(1))).await()).isTrue();
		assertThat(get().remainingSeconds()).isGreaterThan(3000);
	}

	@Test
	void doesNotTouchWhatIsAbsent() {
		assertThat(this.operations.touch(this.key, MINUTE).await()).isFalse();
	}

	@Test
	void readsAndTouches() {
		put("value");
		Item item = this.operations.getAndTouch(this.key, Expiration.after(Duration.ofHours(1))).await();
		assertThat(text(item)).isEqualTo("value");
		assertThat(get().remainingSeconds()).isGreaterThan(3000);
		assertThat(this.operations.getAndTouch(Engines.key("absent"), MINUTE).await()).isNull();
	}

	@Test
	void evicts() {
		put("value");
		assertThat(this.operations.evict(this.key).await()).isTrue();
		assertThat(this.operations.get(this.key).await()).isNull();
		assertThat(this.operations.evict(this.key).await()).isFalse();
	}

	@Test
	void evictsWhatWasNotChanged() {
		put("value");
		CasToken token = get().token();
		assertThat(this.operations.evictIfUnchanged(this.key, token).await()).isTrue();
		assertThat(this.operations.evictIfUnchanged(this.key, token).await()).isFalse();
	}

	@Test
	void doesNotEvictWhatWasChanged() {
		put("value");
		CasToken token = get().token();
		put("changed");
		assertThat(this.operations.evictIfUnchanged(this.key, token).await()).isFalse();
		assertThat(text(get())).isEqualTo("changed");
	}

	@Test
	void readsFlagsOfOtherClients() {
		this.server.command("ms %s 5 F4294967295\r\nvalue".formatted(this.key));
		assertThat(get().flags()).isEqualTo(4294967295L);
		assertThat(text(get())).isEqualTo("value");
	}

	@Test
	void readsAndWritesBytesOfAllKinds() {
		byte[] value = new byte[1024];
		for (int i = 0; i < value.length; i++) {
			value[i] = (byte) (i + i / 256);
		}
		this.operations.put(this.key, value, MINUTE).await();
		assertThat(get().value()).isEqualTo(value);
	}

	/** What has no bytes is a stub: readers would wait for nobody's load. */
	@Test
	void refusesToStoreNothing() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.operations.put(this.key, new byte[0], MINUTE).await())
			.withMessageContaining("at least one byte");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.operations.add(this.key, new byte[0], MINUTE).await());
		assertThat(this.operations.get(this.key).await()).isNull();
	}

	private StoreResult put(String value) {
		return this.operations.put(this.key, bytes(value), MINUTE).await();
	}

	private StoreResult add(String value) {
		return this.operations.add(this.key, bytes(value), MINUTE).await();
	}

	private StoreResult compareAndSet(CasToken token) {
		return this.operations.compareAndSet(this.key, bytes("computed"), MINUTE, token).await();
	}

	private Item lease() {
		return this.operations.getWithLease(this.key, MINUTE).await();
	}

	private Item get() {
		return Objects.requireNonNull(this.operations.get(this.key).await());
	}

	private static Object connectionOf(XMemcachedOperations operations) {
		NodeSession session = operations.connection(Engines.key("any")).session();
		return (session != null) ? session : "none";
	}

}
