package io.github.memcachedspring.migration;

import java.time.Duration;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that reaches neither cluster for a while, which others do.
 */
@Tag("slow")
@Tag("fault")
@Tag("fleet")
class CutOffInstanceTests {

	private static final String CACHE = "books";

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer fresh = MemcachedServer.start();

	private final FaultProxy toOld = FaultProxy.before("127.0.0.1", this.old.port());

	private final FaultProxy toNew = FaultProxy.before("127.0.0.1", this.fresh.port());

	private App before;

	private App neighbour;

	private App cutOff;

	@BeforeEach
	void start() {
		this.before = App.in(MigrationPhase.NONE, this.old.node(), this.fresh.node()).start();
		this.neighbour = App.in(MigrationPhase.READ_THROUGH, this.old.node(), this.fresh.node()).start();
		this.cutOff = App.in(MigrationPhase.READ_THROUGH, node(this.toOld), node(this.toNew)).start();
		this.before.cache(CACHE).put("key", 1L);
		Awaitility.await().until(() -> {
			this.neighbour.cache(CACHE).get("key");
			return this.fresh.command("mg :c:%s:s=key s".formatted(CACHE)).matches("HD s[1-9].*");
		});
		cut(this.toOld);
		cut(this.toNew);
	}

	@AfterEach
	void close() {
		this.cutOff.close();
		this.neighbour.close();
		this.before.close();
		this.toOld.close();
		this.toNew.close();
		this.old.close();
		this.fresh.close();
	}

	private static MemcachedNode node(FaultProxy proxy) {
		return new MemcachedNode("127.0.0.1", proxy.port());
	}

	private static void cut(FaultProxy proxy) {
		proxy.faults().newConnections().refuse();
		proxy.faults().connections().cut();
	}

	/** Before it has removed it from the old cluster, others would copy it once more. */
	@Test
	void m4AndM5WhatItEvictedIsGoneOnceTheNewClusterIsBack() {
		this.cutOff.cache(CACHE).evict("key");
		assertThat(this.neighbour.cache(CACHE).get("key", Long.class)).isOne();
		assertGoneWhenBack();
	}

	@Test
	void m4AndM5WhatItReplacedIsGoneOnceTheNewClusterIsBack() {
		this.cutOff.cache(CACHE).put("key", 2L);
		assertGoneWhenBack();
	}

	private void assertGoneWhenBack() {
		this.toNew.faults().newConnections().accept();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.neighbour.cache(CACHE).get("key", Long.class) == null);
		this.toOld.faults().newConnections().accept();
		assertThat(this.cutOff.cache(CACHE).get("key", Long.class)).isNull();
		assertThat(this.neighbour.cache(CACHE).get("key", Long.class)).isNull();
	}

	@Test
	void m4AndM5WhatItEvictedIsGoneOnceTheOldClusterIsBack() {
		this.cutOff.cache(CACHE).evict("key");
		this.toOld.faults().newConnections().accept();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.before.cache(CACHE).get("key", Long.class) == null);
		this.toNew.faults().newConnections().accept();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.neighbour.cache(CACHE).get("key", Long.class) == null);
	}

	/** More than are remembered one by one. */
	@Test
	void m4AndM5TheCacheIsClearedIfThatWasTooMuch() {
		for (int i = 0; i <= MissedRemovals.LIMIT; i++) {
			this.cutOff.cache(CACHE).evict("other" + i);
		}
		this.cutOff.cache(CACHE).evict("key");
		assertGoneWhenBack();
	}

}
