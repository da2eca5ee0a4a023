package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.Arrays;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sizes and expirations of items.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class ItemTests {

	private final MemcachedServer server;

	@SuppressWarnings("NullAway.Init")
	private MemcachedKey key;

	ItemTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void nameKey(TestInfo test) {
		this.key = Engines.key(test.getTestMethod().orElseThrow().getName());
	}

	@ParameterizedTest
	@ValueSource(longs = { 10, 3600, 30 * 86400 - 1, 30 * 86400, 30 * 86400 + 1, 31 * 86400, 365 * 86400 })
	void livesAsLongAsTheServerIsTold(long seconds) {
		try (XMemcachedOperations operations = Engines.connect(this.server.node())) {
			operations.put(this.key, bytes("value"), Expiration.after(Duration.ofSeconds(seconds))).await();
			String answer = this.server.command("mg %s t".formatted(this.key));
			assertThat(answer).startsWith("HD t");
			assertThat(Long.parseLong(answer.substring(4))).isBetween(seconds - 10, seconds + 1);
		}
	}

	@Test
	void livesForASecond() {
		try (XMemcachedOperations operations = Engines.connect(this.server.node())) {
			operations.put(this.key, bytes("value"), Expiration.after(Duration.ofMillis(1))).await();
			Engines.waitUntil(() -> operations.get(this.key).await() == null);
		}
	}

	@Test
	void livesForEver() {
		try (XMemcachedOperations operations = Engines.connect(this.server.node())) {
			operations.put(this.key, bytes("value"), Expiration.NEVER).await();
			assertThat(this.server.command("mg %s t".formatted(this.key))).isEqualTo("HD t-1");
			assertThat(operations.get(this.key).await()).extracting(Item::remainingSeconds)
				.isEqualTo(Item.NO_EXPIRATION);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000, 64 * 1024, 256 * 1024, 1024 * 1024 - 512 })
	void storesValuesOfAllSizes(int size) {
		try (XMemcachedOperations operations = Engines.connect(this.server.node())) {
			byte[] value = new byte[size];
			Arrays.fill(value, (byte) '\n');
			assertThat(operations.put(this.key, value, MINUTE).await()).isEqualTo(StoreResult.STORED);
			assertThat(operations.get(this.key).await()).extracting(Item::value).isEqualTo(value);
		}
	}

	@Test
	void tellsThatTheServerRefusedALargeValue() {
		XMemcachedSettings settings = Engines.settings(this.server.node()).maxItemSize(10 * 1024 * 1024);
		try (XMemcachedOperations operations = Engines.connect(settings)) {
			Object connection = operations.connection(this.key).session();
			assertThatExceptionOfType(ItemTooLargeException.class)
				.isThrownBy(() -> operations.put(this.key, new byte[3 * 1024 * 1024], MINUTE).await())
				.withMessageContaining("SERVER_ERROR");
			operations.put(this.key, bytes("small"), MINUTE).await();
			assertThat(text(operations.get(this.key).await())).isEqualTo("small");
			assertThat(operations.connection(this.key).session()).isSameAs(connection);
		}
	}

	@Test
	void doesNotSendWhatIsLargerThanTheLimit() {
		try (XMemcachedOperations operations = Engines
			.connect(Engines.settings(this.server.node()).maxItemSize(1000))) {
			long stores = this.server.stat("cmd_set");
			long written = this.server.stat("bytes_read");
			assertThatExceptionOfType(ItemTooLargeException.class)
				.isThrownBy(() -> operations.put(this.key, new byte[1001], MINUTE).await())
				.withMessageContaining("1001")
				.withMessageContaining("1000")
				.withMessageContaining("max-item-size");
			assertThat(operations.on(this.server.node()).ping().await()).isTrue();
			assertThat(this.server.stat("cmd_set")).isEqualTo(stores);
			assertThat(this.server.stat("bytes_read")).isLessThan(written + 1000);
			assertThat(operations.put(this.key, new byte[1000], MINUTE).await()).isEqualTo(StoreResult.STORED);
		}
	}

	@Test
	void readsPastAnItemLargerThanTheLimit() {
		try (XMemcachedOperations large = Engines.connect(this.server.node());
				XMemcachedOperations operations = Engines
					.connect(Engines.settings(this.server.node()).maxItemSize(1000))) {
			large.put(this.key, new byte[500_000], MINUTE).await();
			large.put(Engines.key("small"), bytes("small"), MINUTE).await();
			Object connection = operations.connection(this.key).session();
			var reply = operations.get(this.key);
			var next = operations.get(Engines.key("small"));
			assertThatExceptionOfType(ItemTooLargeException.class).isThrownBy(reply::await)
				.withMessageContaining("500000");
			assertThat(text(next.await())).isEqualTo("small");
			assertThat(operations.connection(this.key).session()).isSameAs(connection);
		}
	}

}
