package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.embedded.fault.FaultRule;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Entries of caches that are changed by what they were, with things that come between.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("fault")
@Tag("fleet")
class EntryHandoverTests {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static final Expiration HOUR = Expiration.after(Duration.ofHours(1));

	private static MemcachedServer old;

	private static MemcachedServer fresh;

	private final String name = "entries-" + NUMBER.incrementAndGet();

	private final MemcachedKey key = KeySpace.of("", "c", this.name).key("s=key");

	@BeforeAll
	static void start(MemcachedServer server) {
		old = server;
		fresh = MemcachedServer.start();
	}

	@AfterAll
	static void close() {
		fresh.close();
	}

	private static App app(MigrationPhase phase) {
		return App.in(phase, old.node(), fresh.node()).start();
	}

	/** It would carry a generation that nobody looks for any more. */
	@ParameterizedTest
	@CsvSource({ "PREPARE, READ_THROUGH", "READ_THROUGH, PREPARE" })
	void m14CreatesWhatIsReadAfterAMoveMeanwhile(MigrationPhase phase, MigrationPhase next) {
		try (App app = app(phase)) {
			assertThat(app.cache(this.name).get("warm")).isNull();
			AtomicResult<Long> result = app.updates.on(this.name).update("key", Long.class, (value) -> {
				app.controller.moveTo(next);
				return 1L;
			});
			assertThat(result).isInstanceOf(AtomicResult.Applied.class);
			assertThat(app.cache(this.name).get("key", Long.class)).isOne();
		}
	}

	/** What the mark has was right until then. */
	@Test
	void m14WhatWasChangedDoesNotComeBackFromAMarkThatCouldNotBeEmptied() {
		try (FaultProxy proxy = FaultProxy.before("127.0.0.1", old.port());
				App before = app(MigrationPhase.NONE);
				App neighbour = app(MigrationPhase.READ_THROUGH);
				App app = App
					.in(MigrationPhase.READ_THROUGH, new MemcachedNode("127.0.0.1", proxy.port()), fresh.node())
					.oldTimeout(Duration.ofSeconds(1))
					.start()) {
			before.cache(this.name).put("key", 1L);
			byte[] entry = before.operations.get(this.key).await().value();
			before.operations.put(this.key, Fence.of(entry), HOUR).await();
			FaultRule hung = proxy.faults().on(Command.verb("ms")).hang();
			assertThat(app.updates.on(this.name).update("key", Long.class, (value) -> value + 1))
				.isInstanceOf(AtomicResult.Applied.class);
			assertThat(hung.fired()).isPositive();
			proxy.faults().newConnections().refuse();
			proxy.faults().connections().cut();
			fresh.command("md " + this.key);
			assertThat(neighbour.cache(this.name).get("key", Long.class)).isNull();
		}
	}

	/** Neither is the entry removed, for whoever changes it is told so. */
	@Test
	void m14WhatCouldNotBeChangedStaysWhatItIs() {
		try (FaultProxy toOld = FaultProxy.before("127.0.0.1", old.port());
				FaultProxy toNew = FaultProxy.before("127.0.0.1", fresh.port());
				App done = App
					.in(MigrationPhase.DONE, new MemcachedNode("127.0.0.1", toOld.port()),
							new MemcachedNode("127.0.0.1", toNew.port()))
					.start()) {
			toNew.faults().on(Command.keyStartingWith(":m")).replyWith("SERVER_ERROR out of memory");
			toOld.faults().newConnections().refuse();
			toOld.faults().connections().cut();
			done.newCluster.put(this.key, "value".getBytes(), HOUR).await();
			CasToken token = done.operations.get(this.key).await().token();
			assertThatExceptionOfType(MemcachedException.class)
				.isThrownBy(() -> done.operations.compareAndSet(this.key, "changed".getBytes(), HOUR, token).await());
			assertThat(done.newCluster.get(this.key).await().value()).asString().isEqualTo("value");
		}
	}

	/** It has to last for as long as entries of the old cluster may. */
	@Test
	void m14AMarkIsNotTouched() {
		try (App before = app(MigrationPhase.NONE); App prepared = app(MigrationPhase.PREPARE)) {
			before.operations.put(this.key, Fence.of(new byte[0]), HOUR).await();
			Expiration minute = Expiration.after(Duration.ofMinutes(1));
			prepared.newCluster.put(this.key, "value".getBytes(), HOUR).await();
			assertThat(prepared.operations.touch(this.key, minute).await()).isTrue();
			assertThat(prepared.operations.getAndTouch(this.key, minute).await()).isNotNull();
			assertThat(before.operations.get(this.key).await().remainingSeconds()).isGreaterThan(1800);
			assertThat(prepared.newCluster.get(this.key).await().remainingSeconds()).isLessThan(120);
		}
	}

}
