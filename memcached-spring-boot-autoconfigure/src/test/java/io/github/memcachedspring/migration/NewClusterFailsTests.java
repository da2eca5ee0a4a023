package io.github.memcachedspring.migration;

import java.time.Duration;

import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.NodeStatus;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new cluster that hangs or is not there yet.
 */
@Tag("slow")
@Tag("fault")
@Tag("fleet")
class NewClusterFailsTests {

	private static final Duration TIMEOUT = Duration.ofMillis(100);

	private static final String CACHE = "failing";

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer fresh = MemcachedServer.start();

	private App app;

	private void start(MigrationPhase phase) {
		this.app = App.in(phase, this.old.node(), this.fresh.node()).newTimeout(TIMEOUT).start();
	}

	@AfterEach
	void close() {
		this.old.close();
		this.fresh.close();
		this.app.close();
	}

	@Test
	void m5ReadsNothingThatTheNewClusterCouldNotRemoveInTime() {
		start(MigrationPhase.READ_THROUGH);
		this.app.cache(CACHE).put("key", 1L);
		this.fresh.pause();
		this.app.cache(CACHE).evict("key");
		this.fresh.resume();
		awaitReplay();
		assertThat(this.app.cache(CACHE).get("key", Long.class)).isNull();
		assertThat(this.fresh.command("get :c:%s:s=key".formatted(CACHE))).doesNotContain("VALUE");
	}

	@Test
	void m5APreparedInstanceRemovesLaterWhatItCouldNotRemoveInTime() {
		start(MigrationPhase.PREPARE);
		try (App neighbour = App.in(MigrationPhase.READ_THROUGH, this.old.node(), this.fresh.node()).start()) {
			this.app.cache(CACHE).put("key", 1L);
			assertThat(neighbour.cache(CACHE).get("key", Long.class)).isOne();
			this.fresh.pause();
			this.app.cache(CACHE).put("key", 2L);
			assertThat(this.app.cache(CACHE).get("key", Long.class)).isEqualTo(2);
			this.fresh.resume();
			awaitReplay();
			assertThat(neighbour.cache(CACHE).get("key", Long.class)).isEqualTo(2);
		}
	}

	@Test
	void aPreparedInstanceWorksWithoutTheNewCluster() {
		start(MigrationPhase.PREPARE);
		this.fresh.kill();
		this.app.cache(CACHE).put("key", 1L);
		assertThat(this.app.cache(CACHE).get("key", Long.class)).isOne();
		this.app.cache(CACHE).evict("key");
		assertThat(this.app.cache(CACHE).get("key", Long.class)).isNull();
		this.app.cache(CACHE).clear();
		assertThat(this.app.cache(CACHE).get("key", () -> 2L)).isEqualTo(2);
		assertThat(this.app.updates.on(CACHE).updateAndGet("key", Long.class, (value) -> value + 1)).isEqualTo(3);
		assertThat(this.app.counters.increment("count").toString()).contains("1");
	}

	private void awaitReplay() {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			NodeStatus status = ((GuardedOperations) this.app.newCluster).status().get(0);
			return status.pendingDeletes() == 0 && !status.leftAlone();
		});
	}

}
