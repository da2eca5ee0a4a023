package io.github.memcachedspring.client.guard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeListener;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.ManualTimer;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys that change their node, and back.
 */
class MovedKeysTests {

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final KeySpace SPACE = KeySpace.of("", "c", "moved");

	private static final int KEYS = 100;

	private final MemcachedServer first = MemcachedServer.start();

	private final MemcachedServer second = MemcachedServer.start();

	private @Nullable XMemcachedOperations engine;

	private @Nullable GuardedOperations operations;

	@AfterEach
	void close() {
		if (this.operations != null) {
			this.operations.close();
		}
		this.first.close();
		this.second.close();
	}

	@Test
	void whatWasLeftBehindDoesNotComeBack() {
		connect(this.first.node());
		keys().forEach((key) -> put(key, "old"));
		setNodes(this.first.node(), this.second.node());
		List<MemcachedKey> moved = keys().stream()
			.filter((key) -> this.operations.nodeOf(key).equals(this.second.node()))
			.toList();
		assertThat(moved).hasSizeBetween(20, 80);
		for (int i = 0; i < moved.size(); i++) {
			if (i % 2 == 0) {
				this.operations.evict(moved.get(i)).await();
			}
			else {
				put(moved.get(i), "new");
			}
		}
		setNodes(this.first.node());
		assertThat(moved).allSatisfy((key) -> assertThat(get(key)).isNull());
		assertThat(keys()).filteredOn((key) -> !moved.contains(key))
			.allSatisfy((key) -> assertThat(get(key)).isEqualTo("old"));
	}

	@Test
	void aValueThatWasDeletedByWhatItWasOrCountedDoesNotComeBack() {
		connect(this.first.node());
		// Past what remembers keys that were stored lately.
		keys().forEach((key) -> this.operations.on(this.first.node()).put(key, bytes("1"), MINUTE).await());
		setNodes(this.first.node(), this.second.node());
		List<MemcachedKey> moved = keys().stream()
			.filter((key) -> this.operations.nodeOf(key).equals(this.second.node()))
			.toList();
		assertThat(moved).hasSizeBetween(20, 80);
		for (int i = 0; i < moved.size(); i++) {
			MemcachedKey key = moved.get(i);
			Counting counting = Counting.increment(1).orCreate(5, MINUTE);
			assertThat(this.operations.on(this.second.node()).count(key, counting).await()).isEqualTo(5);
			if (i % 2 == 0) {
				assertThat(this.operations.count(key, counting).await()).isEqualTo(6);
			}
			else {
				CasToken token = this.operations.get(key).await().token();
				assertThat(this.operations.compareAndDelete(key, token).await()).isTrue();
			}
		}
		setNodes(this.first.node());
		assertThat(moved).allSatisfy((key) -> assertThat(get(key)).isNull());
	}

	/** Others count there already. */
	@Test
	void aCounterIsNotRemovedWhereItWillBe() {
		connect(this.first.node());
		keys().forEach((key) -> this.operations.count(key, Counting.increment(1).orCreate(1, MINUTE)).await());
		keys().forEach((key) -> assertThat(this.second.command("ms %s 1 T60\r\n7".formatted(key))).isEqualTo("HD"));
		setNodes(this.first.node(), this.second.node());
		assertThat(keys().stream().filter((key) -> this.operations.nodeOf(key).equals(this.second.node()))).isNotEmpty()
			.allSatisfy((key) -> assertThat(get(key)).isEqualTo("7"));
	}

	/** While commands still go where they went before. */
	@Test
	void whatIsRemovedDuringAChangeIsRemovedWhereItWillBe() {
		ManualTimer timer = new ManualTimer();
		connect(GuardSettings.DEFAULTS, timer, this.first.node());
		keys().forEach((key) -> assertThat(this.second.command("ms %s 3 T60\r\nold".formatted(key))).isEqualTo("HD"));
		this.engine.addListener(new NodeListener() {

			@Override
			public void nodesChanging(KeyHolders before, KeyHolders after) {
				keys().forEach((key) -> MovedKeysTests.this.operations.evict(key).await());
				while (timer.runNext(Duration.ofSeconds(1))) {
					// In vain: the node does not belong to the cluster yet.
				}
			}

		});
		setNodes(this.first.node(), this.second.node());
		waitUntil(() -> this.operations.status().stream().allMatch((status) -> status.pendingDeletes() == 0));
		assertThat(keys()).allSatisfy((key) -> assertThat(get(key)).isNull());
	}

	@Test
	void whatTheOldHolderMissedIsMadeUpForByTheNewOne() {
		connect(this.first.node(), this.second.node());
		keys().forEach((key) -> {
			this.operations.on(this.first.node()).put(key, bytes("old"), MINUTE).await();
			put(key, "old");
		});
		List<MemcachedKey> onSecond = keys().stream()
			.filter((key) -> this.operations.nodeOf(key).equals(this.second.node()))
			.toList();
		this.second.kill();
		onSecond.forEach((key) -> assertThatExceptionOfType(MemcachedException.class)
			.isThrownBy(() -> this.operations.evict(key).await()));
		setNodes(this.first.node());
		assertThat(onSecond).isNotEmpty().allSatisfy((key) -> assertThat(get(key)).isNull());
	}

	/** It has learnt of the change earlier, and loaded a key before its row changed. */
	@Test
	void whatAnotherInstanceStoredWhereKeysWillBeIsRemovedThere() {
		connect(this.first.node(), this.second.node());
		List<MemcachedKey> onSecond = keys().stream()
			.filter((key) -> this.operations.nodeOf(key).equals(this.second.node()))
			.toList();
		onSecond.forEach((key) -> assertThat(this.first.command("ms %s 3 T60\r\nold".formatted(key))).isEqualTo("HD"));
		List<MemcachedKey> removed = onSecond.subList(0, onSecond.size() / 2);
		removed.forEach((key) -> this.operations.evict(key).await());
		setNodes(this.first.node());
		assertThat(removed).isNotEmpty().allSatisfy((key) -> assertThat(get(key)).isNull());
		assertThat(onSecond).filteredOn((key) -> !removed.contains(key))
			.allSatisfy((key) -> assertThat(get(key)).isEqualTo("old"));
	}

	/** The caller had asked where the key is before the node left. */
	@Test
	void whatANodeThatHasLeftIsToldToRemoveIsRemovedWhereItIsNow() {
		connect(this.first.node(), this.second.node());
		NodeOperations left = this.operations.on(this.second.node());
		List<MemcachedKey> onSecond = keys().stream()
			.filter((key) -> this.operations.nodeOf(key).equals(this.second.node()))
			.toList();
		onSecond.forEach((key) -> this.operations.on(this.first.node()).put(key, bytes("old"), MINUTE).await());
		setNodes(this.first.node());
		onSecond.forEach(
				(key) -> assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> left.evict(key).await()));
		assertThat(onSecond).isNotEmpty().allSatisfy((key) -> assertThat(get(key)).isNull());
	}

	@Test
	void aNodeThatWasLeftAloneWhenItLeftIsUsedWhenItIsBack() {
		connect(this.first.node(), this.second.node());
		NodeOperations node = this.operations.on(this.second.node());
		this.second.kill();
		waitUntil(() -> {
			assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> node.evict(SPACE.key("a")).await());
			return this.operations.status().stream().anyMatch(NodeStatus::leftAlone);
		});
		setNodes(this.first.node());
		this.second.restart();
		setNodes(this.first.node(), this.second.node());
		waitUntil(() -> this.operations.status().stream().noneMatch(NodeStatus::leftAlone));
		assertThat(node.get(SPACE.key("a")).await()).isNull();
	}

	@Test
	void nothingIsSaidOfANodeThatIsNotThere() {
		connect();
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(() -> get(SPACE.key("a")))
				.withMessage("No memcached node is known yet");
		}
	}

	@Test
	void whatNobodyCouldRemoveIsRemovedOnceNodesAreKnown() {
		for (MemcachedKey key : keys()) {
			assertThat(this.first.command("ms %s 3 T60\r\nold".formatted(key))).isEqualTo("HD");
			assertThat(this.second.command("ms %s 3 T60\r\nold".formatted(key))).isEqualTo("HD");
		}
		connect();
		keys().forEach((key) -> assertThatExceptionOfType(MemcachedException.class)
			.isThrownBy(() -> this.operations.evict(key).await()));
		setNodes(this.first.node(), this.second.node());
		assertThat(keys()).allSatisfy((key) -> assertThat(get(key)).isNull());
	}

	@Test
	void whatWasForgottenCountsAgainstTheNewHolders() {
		connect(new GuardSettings(5, 0.5, 20, Duration.ofSeconds(1), Duration.ofSeconds(1), 10));
		keys().forEach((key) -> assertThatExceptionOfType(MemcachedException.class)
			.isThrownBy(() -> this.operations.evict(key).await()));
		setNodes(this.first.node());
		assertThat(this.operations.on(this.first.node()).lostWrites()).isEqualTo(1);
		setNodes(this.first.node(), this.second.node());
		assertThat(this.operations.on(this.first.node()).lostWrites()).isEqualTo(1);
	}

	private void connect(MemcachedNode... nodes) {
		connect(GuardSettings.DEFAULTS, nodes);
	}

	private void connect(GuardSettings settings, MemcachedNode... nodes) {
		connect(settings, new ScheduledThreadPoolExecutor(1), nodes);
	}

	private void connect(GuardSettings settings, ScheduledExecutorService timer, MemcachedNode... nodes) {
		XMemcachedOperations connected = XMemcachedOperations
			.connect(XMemcachedSettings.ofDiscovered(List.of(nodes)).timeout(Duration.ofSeconds(5)));
		this.engine = connected;
		this.operations = new GuardedOperations(connected, connected::close, settings, Duration.ofMinutes(1), timer);
		connected.addListener(this.operations);
		awaitConnections();
	}

	private void setNodes(MemcachedNode... nodes) {
		this.engine.setNodes(List.of(nodes));
		awaitConnections();
	}

	private void awaitConnections() {
		this.engine.nodes().forEach((node) -> waitUntil(() -> this.engine.isConnected(node)));
	}

	private static List<MemcachedKey> keys() {
		List<MemcachedKey> keys = new ArrayList<>();
		for (int i = 0; i < KEYS; i++) {
			keys.add(SPACE.key("k" + i));
		}
		return keys;
	}

	private void put(MemcachedKey key, String value) {
		this.operations.put(key, bytes(value), MINUTE).await();
	}

	private @Nullable String get(MemcachedKey key) {
		Item item = this.operations.get(key).await();
		return (item != null) ? new String(item.value(), StandardCharsets.UTF_8) : null;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30)).until(condition);
	}

}
