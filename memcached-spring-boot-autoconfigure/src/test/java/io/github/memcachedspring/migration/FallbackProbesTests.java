package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong with a client that only asks one cluster after the other.
 */
@ExtendWith(MemcachedServerExtension.class)
class FallbackProbesTests {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static MemcachedServer fresh;

	private static App before;

	private static App app;

	private final String name = "probe-" + NUMBER.incrementAndGet();

	private final MemcachedCache cache = app.cache(this.name);

	private final MemcachedCache oldCache = before.cache(this.name);

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

	private MemcachedKey key(String key) {
		return KeySpace.of("", "c", this.name).key("s=" + key);
	}

	@Test
	void copiesWhatTheOldClusterHas() {
		this.oldCache.put("k", "v");
		assertThat(this.cache.get("k", String.class)).isEqualTo("v");
		assertThat(app.newCluster.get(key("k")).await()).isNotNull();
	}

	@Test
	void isNotGivenWhatItHasDeleted() {
		this.oldCache.put("k", "v");
		this.cache.evict("k");
		assertThat(this.cache.get("k")).isNull();
		assertThat(this.oldCache.get("k")).isNull();
	}

	@Test
	void knowsWhatItHasDeletedFromTheOldClusterOnly() {
		this.oldCache.put("k", "v");
		assertThat(this.cache.evictIfPresent("k")).isTrue();
		assertThat(this.cache.evictIfPresent("k")).isFalse();
	}

	@Test
	void readsTheVersionOfWhatTheOldClusterHasSoThatItCanBeReplaced() {
		this.oldCache.put("k", 1L);
		assertThat(app.updates.on(this.name).updateAndGet("k", Long.class, (value) -> value + 1)).isEqualTo(2);
		assertThat(this.cache.get("k", Long.class)).isEqualTo(2);
		Item stored = app.operations.get(key("k")).await();
		assertThat(app.operations.compareAndSet(key("k"), stored.value(), minute(), stored.token()).await())
			.isEqualTo(StoreResult.STORED);
	}

	@Test
	void isNotMisledByOneHitAmongManyKeys() {
		this.oldCache.put("a", "old");
		this.cache.put("b", "new");
		BulkResult<Item> found = app.operations.getAll(List.of(key("a"), key("b"), key("c"))).await();
		assertThat(found.failures()).isEmpty();
		assertThat(found.results().get(key("a"))).isNotNull();
		assertThat(found.results().get(key("b"))).isNotNull();
		assertThat(found.results()).containsEntry(key("c"), null);
		assertThat(app.newCluster.get(key("a")).await()).isNotNull();
		assertThat(app.newCluster.get(key("c")).await()).as("a lease that nobody holds").isNull();
	}

	@Test
	void doesNotStoreWhatIsPresentOnTheOldCluster() {
		this.oldCache.put("k", "old");
		assertThat(this.cache.putIfAbsent("k", "new").get()).isEqualTo("old");
		assertThat(this.cache.putIfAbsent("absent", "new")).isNull();
		assertThat(this.cache.get("absent", String.class)).isEqualTo("new");
	}

	@Test
	void goesOnCountingWhereTheOldClusterWas() {
		before.counters.increment(this.name, 41);
		assertThat(app.counters.incrementIfPresent(this.name, 1)).isEqualTo(new CountResult.Counted(42));
		assertThat(app.counters.get(this.name)).isEqualTo(new CountResult.Counted(42));
		assertThat(app.counters.delete(this.name)).isEqualTo(new CountResult.Counted(42));
		assertThat(app.counters.get(this.name)).isEqualTo(new CountResult.Absent());
	}

	@Test
	void keepsAliveWhatIsOnTheOldClusterOnly() {
		this.oldCache.put("k", "v");
		assertThat(app.operations.touch(key("k"), Expiration.after(Duration.ofHours(5))).await()).isTrue();
		assertThat(app.newCluster.get(key("k")).await().remainingSeconds()).isGreaterThan(4 * 3600);
		assertThat(app.operations.touch(key("absent"), minute()).await()).isFalse();
	}

	@Test
	void clearsBothClusters() {
		this.oldCache.put("k", "v");
		this.cache.put("other", "v");
		this.cache.clear();
		assertThat(this.cache.get("k")).isNull();
		assertThat(this.cache.get("other")).isNull();
	}

	@Test
	void marksAsStaleWhatIsOnTheOldClusterOnly(MemcachedServer old) {
		try (App stale = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node())
			.configuration((configuration) -> configuration.serveStale(Duration.ofSeconds(20)))
			.start()) {
			this.oldCache.put("k", "v");
			stale.cache(this.name).evict("k");
			assertThat(this.oldCache.get("k")).isNull();
			assertThat(app.newCluster.get(key("k")).await().stale()).isTrue();
		}
	}

	@Test
	void doesNotReturnToAnOldValueWhenItsOwnExpires() {
		this.oldCache.put("k", "old");
		this.cache.put("k", "new");
		app.operations.touch(key("k"), Expiration.after(Duration.ofSeconds(1))).await();
		Awaitility.await().until(() -> app.newCluster.get(key("k")).await() == null);
		assertThat(this.cache.get("k")).isNull();
	}

	private static Expiration minute() {
		return Expiration.after(Duration.ofMinutes(1));
	}

}
