package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An old cluster that is asked nothing but what memcached has always understood.
 */
@ExtendWith(MemcachedServerExtension.class)
class ClassicOldClusterTests {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static MemcachedServer old;

	private static MemcachedServer fresh;

	private static App before;

	private static App app;

	private final String name = "classic-" + NUMBER.incrementAndGet();

	private final MemcachedKey key = KeySpace.of("", "c", this.name).key("s=k");

	private final MemcachedCache cache = app.cache(this.name);

	@BeforeAll
	static void start(MemcachedServer server) {
		old = server;
		fresh = MemcachedServer.start();
		before = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
		app = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).classicOld().start();
	}

	@AfterAll
	static void close() {
		app.close();
		before.close();
		fresh.close();
	}

	private void storeOnOld(Object value, int seconds) {
		before.cache(this.name).put("k", value);
		before.operations.touch(this.key, Expiration.after(Duration.ofSeconds(seconds))).await();
	}

	@Test
	void m7CopiesForAMinuteAtMost() {
		storeOnOld("x".repeat(100_000), 3_600);
		assertThat(this.cache.get("k", String.class)).hasSize(100_000);
		assertThat(app.newCluster.get(this.key).await().remainingSeconds()).isBetween(55L, 60L);
	}

	@Test
	void removesAndReplacesAndClears() {
		storeOnOld("v", 60);
		this.cache.evict("k");
		assertThat(this.cache.get("k")).isNull();
		storeOnOld("v", 60);
		this.cache.put("k", "w");
		assertThat(before.cache(this.name).get("k")).isNull();
		before.cache(this.name).put("cleared", "v");
		this.cache.clear();
		assertThat(this.cache.get("cleared")).isNull();
		before.cache(this.name).put("after", "v");
		assertThat(this.cache.get("after", String.class)).isEqualTo("v");
	}

	@Test
	void handsValuesOver() {
		storeOnOld(1L, 60);
		before.counters.increment(this.name, 41);
		assertThat(app.counters.increment(this.name)).isEqualTo(new CountResult.Counted(42));
		assertThat(app.updates.on(this.name).updateAndGet("k", Long.class, (value) -> value + 1)).isEqualTo(2);
		assertThat(app.progress().oldErrors()).isZero();
	}

	@Test
	void saysWhatCannotBeDone() {
		assertThatExceptionOfType(MemcachedException.class)
			.isThrownBy(() -> app.oldCluster.touch(this.key, Expiration.NEVER).await())
			.withMessageContaining("without meta commands");
	}

}
