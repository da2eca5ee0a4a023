package io.github.memcachedspring.client.guard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedRejectedException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GuardedOperationsTests {

	/** For nodes that do not answer, and for others. */
	private static final Duration TIMEOUT = Duration.ofMillis(200);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final KeySpace SPACE = KeySpace.of("", "c", "guard");

	private final List<AutoCloseable> closeables = new ArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable closeable : this.closeables) {
			closeable.close();
		}
	}

	@Test
	void aHungNodeCostsATimeoutUntilItIsLeftAlone() {
		MemcachedServer server = closing(MemcachedServer.start());
		GuardedOperations operations = connect(GuardSettings.DEFAULTS, TIMEOUT, server.node());
		waitUntil(() -> puts(operations, "a", "1"));
		server.pause();
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> get(operations, "a"));
		}
		assertThat(status(operations).leftAlone()).isTrue();
		long start = System.nanoTime();
		for (int i = 0; i < 100; i++) {
			assertThatExceptionOfType(MemcachedRejectedException.class).isThrownBy(() -> get(operations, "a"));
		}
		Duration taken = Duration.ofNanos(System.nanoTime() - start);
		System.out.printf("100 calls to a node that is left alone: %d us%n", taken.toNanos() / 1000);
		assertThat(taken).as("far less than a hundred timeouts").isLessThan(TIMEOUT.multipliedBy(25));
		server.resume();
		waitUntil(() -> "1".equals(get(operations, "a")));
		assertThat(status(operations)).matches((status) -> !status.leftAlone() && status.timesLeftAlone() == 1);
	}

	@Test
	void removesWhatCouldNotBeRemovedBeforeItIsReadAgain() {
		MemcachedServer server = closing(MemcachedServer.start());
		FaultProxy proxy = closing(FaultProxy.before("127.0.0.1", server.node().port()));
		GuardedOperations operations = connect(GuardSettings.DEFAULTS, node(proxy));
		int keys = 1000;
		for (int i = 0; i < keys; i++) {
			put(operations, "k" + i, "old");
		}
		proxy.faults().newConnections().refuse();
		proxy.cutConnections();
		for (int i = 0; i < keys; i++) {
			MemcachedKey key = SPACE.key("k" + i);
			Reply<?> reply = (i % 2 == 0) ? operations.evict(key) : operations.put(key, bytes("new"), MINUTE);
			assertThatExceptionOfType(MemcachedException.class).isThrownBy(reply::await);
		}
		assertThat(status(operations).pendingDeletes()).isEqualTo(keys);
		proxy.faults().clear();
		waitUntil(() -> get(operations, "unrelated") == null);
		int stale = 0;
		for (int i = 0; i < keys; i++) {
			stale += (get(operations, "k" + i) != null) ? 1 : 0;
		}
		System.out.printf("stale after the connection was back: %d of %d%n", stale, keys);
		assertThat(stale).isZero();
		waitUntil(() -> status(operations).pendingDeletes() == 0);
		assertThat(server.stat("curr_items")).isZero();
	}

	@Test
	void removesWithoutBeingAskedOnceTheNodeIsBack() {
		MemcachedServer server = closing(MemcachedServer.start());
		GuardedOperations operations = connect(GuardSettings.DEFAULTS, TIMEOUT, server.node());
		waitUntil(() -> puts(operations, "a", "old"));
		server.pause();
		assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> operations.evict(SPACE.key("a")).await());
		server.resume();
		waitUntil(() -> status(operations).pendingDeletes() == 0);
		assertThat(server.command("mg " + SPACE.key("a") + " v")).isEqualTo("EN");
	}

	@Test
	void aStoreMakesUpForARemovalThatFailed() {
		MemcachedServer server = closing(MemcachedServer.start());
		FaultProxy proxy = closing(FaultProxy.before("127.0.0.1", server.node().port()));
		GuardedOperations operations = connect(GuardSettings.DEFAULTS, node(proxy));
		proxy.faults().newConnections().refuse();
		proxy.cutConnections();
		waitUntil(() -> fails(operations.evict(SPACE.key("a"))));
		proxy.faults().clear();
		waitUntil(() -> puts(operations, "a", "new"));
		waitUntil(() -> status(operations).pendingDeletes() == 0);
		put(operations, "a", "newer");
		assertThat(get(operations, "a")).isEqualTo("newer");
	}

	@Test
	void forgettingTooManyRemovalsIsCounted() {
		MemcachedServer server = closing(MemcachedServer.start());
		GuardSettings settings = new GuardSettings(5, 0.5, 20, Duration.ofSeconds(1), Duration.ofSeconds(1), 10);
		GuardedOperations operations = connect(settings, server.node());
		server.kill();
		for (int i = 0; i < 11; i++) {
			assertThat(fails(operations.evict(SPACE.key("k" + i)))).isTrue();
		}
		assertThat(operations.on(server.node()).lostWrites()).isOne();
		assertThat(status(operations)).matches((status) -> status.deletesLost() == 1 && status.pendingDeletes() == 0);
	}

	@Test
	void leavesTheOtherNodesAlone() {
		MemcachedServer hung = closing(MemcachedServer.start());
		MemcachedServer sound = closing(MemcachedServer.start());
		GuardedOperations operations = connect(GuardSettings.DEFAULTS, TIMEOUT, hung.node(), sound.node());
		hung.pause();
		for (int i = 0; i < 5; i++) {
			assertThat(fails(operations.on(hung.node()).get(SPACE.key("a")))).isTrue();
		}
		assertThat(operations.status()).filteredOn(NodeStatus::leftAlone)
			.singleElement()
			.matches((status) -> status.node().equals(hung.node()));
		waitUntil(() -> !fails(operations.on(sound.node()).get(SPACE.key("a"))));
		assertThat(operations.status()).filteredOn(NodeStatus::leftAlone).hasSize(1);
	}

	@Test
	void anErrorOfTheServerIsASignOfLife() {
		MemcachedServer server = closing(MemcachedServer.start());
		FaultProxy proxy = closing(FaultProxy.before("127.0.0.1", server.node().port()));
		GuardedOperations operations = connect(GuardSettings.DEFAULTS, node(proxy));
		proxy.faults().on(Command.verb("mg")).replyWith("SERVER_ERROR out of memory storing object");
		for (int i = 0; i < 100; i++) {
			assertThat(fails(operations.get(SPACE.key("a")))).isTrue();
		}
		assertThat(status(operations).leftAlone()).isFalse();
	}

	private GuardedOperations connect(GuardSettings settings, MemcachedNode node) {
		return connect(settings, PATIENCE, node);
	}

	private GuardedOperations connect(GuardSettings settings, Duration timeout, MemcachedNode... nodes) {
		XMemcachedOperations engine = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(nodes)).timeout(timeout));
		GuardedOperations operations = closing(new GuardedOperations(engine, engine::close, settings));
		engine.addListener(operations);
		List.of(nodes).forEach((node) -> waitUntil(() -> engine.isConnected(node)));
		return operations;
	}

	private <T extends AutoCloseable> T closing(T closeable) {
		this.closeables.add(0, closeable);
		return closeable;
	}

	private static MemcachedNode node(FaultProxy proxy) {
		return new MemcachedNode("127.0.0.1", proxy.port());
	}

	private static NodeStatus status(GuardedOperations operations) {
		return operations.status().get(0);
	}

	private static void put(GuardedOperations operations, String key, String value) {
		operations.put(SPACE.key(key), bytes(value), MINUTE).await();
	}

	/** For clients with a timeout that a busy machine may take. */
	private static boolean puts(GuardedOperations operations, String key, String value) {
		return !fails(operations.put(SPACE.key(key), bytes(value), MINUTE));
	}

	private static @Nullable String get(GuardedOperations operations, String key) {
		Item item = operations.get(SPACE.key(key)).await();
		return (item != null) ? new String(item.value(), StandardCharsets.UTF_8) : null;
	}

	private static boolean fails(Reply<?> reply) {
		try {
			reply.await();
			return false;
		}
		catch (MemcachedException ex) {
			return true;
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.ignoreExceptionsInstanceOf(MemcachedException.class)
			.pollInterval(5, TimeUnit.MILLISECONDS)
			.atMost(Duration.ofSeconds(30))
			.until(condition);
	}

}
