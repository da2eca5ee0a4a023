package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.jspecify.annotations.Nullable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long copies live.
 */
@ExtendWith(MemcachedServerExtension.class)
class CopyExpirationTests {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static final long THIRTY_DAYS = Duration.ofDays(30).toSeconds();

	private static MemcachedServer fresh;

	private static App before;

	private static App app;

	private final String name = "expiration-" + NUMBER.incrementAndGet();

	private final MemcachedKey key = KeySpace.of("", "c", this.name).key("s=k");

	@BeforeAll
	static void start(MemcachedServer old) {
		fresh = MemcachedServer.start();
		before = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
		app = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).start();
	}

	@AfterAll
	static void close() {
		app.close();
		before.close();
		fresh.close();
	}

	/** M6, and M8 for what is above 30 days. */
	@ParameterizedTest
	@ValueSource(
			longs = { 3, 4, 10, 60, 3_600, 86_400, 2_591_999, 2_592_000, 2_592_001, 2_592_002, 2_592_003, 5_184_000 })
	void m6AndM8LivesAsLongAsTheOriginal(long seconds) {
		before.cache(this.name).put("k", "v");
		before.operations.touch(this.key, Expiration.after(Duration.ofSeconds(seconds))).await();
		assertThat(app.cache(this.name).get("k", String.class)).isEqualTo("v");
		long copy = remaining(app.newCluster);
		long original = remaining(before.operations);
		// Read one after the other, by servers whose seconds begin at different times.
		assertThat(copy).isBetween(original - 2, original);
	}

	@Test
	void m6DoesNotCopyWhatIsAboutToExpire() {
		// The server's second may end before the entry is read.
		Awaitility.await().until(() -> {
			before.cache(this.name).put("k", "v");
			before.operations.touch(this.key, Expiration.after(Duration.ofSeconds(1))).await();
			return "v".equals(app.cache(this.name).get("k", String.class));
		});
		assertThat(app.newCluster.get(this.key).await()).as("neither a copy nor a lease").isNull();
	}

	@Test
	void m6NeverExpiresIfTheOriginalNeverDoes() {
		before.cache(this.name).put("k", "v");
		before.operations.touch(this.key, Expiration.NEVER).await();
		assertThat(app.cache(this.name).get("k", String.class)).isEqualTo("v");
		assertThat(remaining(app.newCluster)).isEqualTo(Item.NO_EXPIRATION);
	}

	@Test
	void m6CanBeGivenATimeIfTheOriginalNeverExpires() {
		assertThat(expiration(Item.NO_EXPIRATION, Item.NO_EXPIRATION)).isEqualTo(after(7));
	}

	@Test
	void m7LivesForAMinuteAtMostIfTheServerDoesNotTell() {
		assertThat(expiration(Item.UNKNOWN_EXPIRATION, Item.NO_EXPIRATION)).isEqualTo(after(60));
		assertThat(expiration(Item.UNKNOWN_EXPIRATION, THIRTY_DAYS)).isEqualTo(after(60));
		assertThat(expiration(Item.UNKNOWN_EXPIRATION, 20)).isEqualTo(after(20));
		assertThat(expiration(Item.UNKNOWN_EXPIRATION, 0)).isNull();
	}

	private @Nullable Expiration expiration(long remaining, long ownAccount) {
		MigrationSettings settings = new MigrationSettings(false, null, Duration.ofSeconds(60), Duration.ofHours(1),
				Duration.ZERO, 0.001, Duration.ofHours(1), (key) -> Duration.ofSeconds(7));
		Item item = new Item(new byte[1], 0, app.operations.getWithLease(this.key, after(1)).await().token(), remaining,
				false, false, false);
		return new CopyExpirations(settings).of(this.key, item, ownAccount, System.nanoTime());
	}

	private static Expiration after(long seconds) {
		return Expiration.after(Duration.ofSeconds(seconds));
	}

	private long remaining(MemcachedOperations operations) {
		return operations.get(this.key).await().remainingSeconds();
	}

}
