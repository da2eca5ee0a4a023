package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.text;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Nodes that come and go while the client runs.
 */
class TopologyTests {

	private static final int KEYS = 5000;

	private final MemcachedServer first = MemcachedServer.start();

	private final MemcachedServer second = MemcachedServer.start();

	private final XMemcachedOperations operations = Engines.connect(this.first.node(), this.second.node());

	@AfterEach
	void close() {
		this.operations.close();
		this.first.close();
		this.second.close();
	}

	/** A single node's share of the ring is a matter of luck: 25 % may be 29 %. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 10, 50 })
	void movesOnlyTheKeysItMust(int count) {
		double share = IntStream.range(0, 10).mapToDouble((i) -> moved("10.0.0." + i, count)).average().orElseThrow();
		System.out.printf("node %d: %.1f %% of the keys moved%n", count + 1, 100 * share);
		assertThat(share).isGreaterThan(0).isLessThan(1.0 / (count + 1) + 0.02);
	}

	/** Adds a node, and takes it out again. */
	private static double moved(String host, int count) {
		List<MemcachedNode> nodes = IntStream.rangeClosed(1, count + 1)
			.mapToObj((port) -> new MemcachedNode(host, port))
			.toList();
		KetamaRing before = new KetamaRing(nodes.subList(0, count));
		KetamaRing after = new KetamaRing(nodes);
		return IntStream.range(0, KEYS).filter((i) -> {
			byte[] key = Engines.key("moving-" + i).toWire();
			boolean moved = before.indexOf(key) != after.indexOf(key);
			assertThat(moved).isEqualTo(after.indexOf(key) == count);
			return moved;
		}).count() / (double) KEYS;
	}

	@Test
	void keysAreWhereTheyWereWhenTheNodesAreAsTheyWere() {
		Map<MemcachedKey, MemcachedNode> before = holders();
		this.operations.setNodes(List.of(new MemcachedNode("127.0.0.1", 1), this.second.node(), this.first.node()));
		Map<MemcachedKey, MemcachedNode> between = holders();
		assertThat(between.entrySet()).filteredOn((entry) -> entry.getValue().port() != 1)
			.allMatch((entry) -> before.get(entry.getKey()).equals(entry.getValue()));
		this.operations.setNodes(List.of(this.second.node(), this.first.node()));
		assertThat(holders()).isEqualTo(before);
	}

	private Map<MemcachedKey, MemcachedNode> holders() {
		Map<MemcachedKey, MemcachedNode> holders = new HashMap<>();
		IntStream.range(0, KEYS)
			.mapToObj((i) -> Engines.key("moving-" + i))
			.forEach((key) -> holders.put(key, this.operations.nodeOf(key)));
		return holders;
	}

	@Test
	void keepsTheConnectionsAndValuesOfNodesThatStay() {
		NodeSession session = session(this.first);
		this.operations.on(this.first.node()).put(Engines.key("stays"), bytes("value"), MINUTE).await();
		this.operations.setNodes(List.of(this.first.node()));
		assertThat(this.operations.nodes()).containsExactly(this.first.node());
		assertThat(text(this.operations.get(Engines.key("stays")).await())).isEqualTo("value");
		try (MemcachedServer third = MemcachedServer.start()) {
			this.operations.setNodes(List.of(third.node(), this.first.node(), this.second.node()));
			waitUntil(
					() -> this.operations.isConnected(third.node()) && this.operations.isConnected(this.second.node()));
			assertThat(session(this.first)).isSameAs(session);
		}
	}

	@Test
	void answersWhatWasSentBeforeANodeWasTakenOut() {
		this.first.pause();
		NodeSession session = session(this.first);
		List<Reply<StoreResult>> replies = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			replies.add(this.operations.on(this.first.node()).put(Engines.key("sent-" + i), new byte[1000], MINUTE));
		}
		this.operations.setNodes(List.of(this.second.node()));
		CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(this.first::resume);
		assertThat(replies).allSatisfy((reply) -> assertThat(reply.await()).isEqualTo(StoreResult.STORED));
		waitUntil(session::isClosed);
	}

	@Test
	void closesTheConnectionToAHungNodeThatIsTakenOutAfterTheTimeout() {
		try (MemcachedServer hung = MemcachedServer.start();
				XMemcachedOperations impatient = Engines
					.connect(Engines.settings(hung.node(), this.second.node()).timeout(Duration.ofMillis(300)))) {
			NodeSession session = impatient.topology().connection(hung.node()).session();
			hung.pause();
			impatient.on(hung.node()).get(Engines.key("any"));
			impatient.setNodes(List.of(this.second.node()));
			waitUntil(session::isClosed);
		}
	}

	@Test
	void aNodeThatDoesNotAnswerHoldsUpAChangeForAMomentOnly() {
		try (MemcachedServer hung = MemcachedServer.start()) {
			hung.pause();
			long start = System.nanoTime();
			this.operations.setNodes(List.of(this.first.node(), hung.node()));
			System.out.printf("changed after %d ms%n", (System.nanoTime() - start) / 1_000_000);
			assertThat(this.operations.nodes()).containsExactly(this.first.node(), hung.node());
			assertThat(this.operations.isConnected(hung.node())).isFalse();
			hung.resume();
			waitUntil(() -> this.operations.isConnected(hung.node()));
		}
	}

	@Test
	void failsCommandsToANodeThatIsGoneUntilItIsBack() {
		NodeOperations held = this.operations.on(this.first.node());
		held.put(Engines.key("back"), bytes("old"), MINUTE).await();
		CasToken token = held.get(Engines.key("back")).await().token();
		this.operations.setNodes(List.of(this.second.node()));
		for (NodeOperations gone : List.of(held, this.operations.on(this.first.node()))) {
			assertThatExceptionOfType(MemcachedConnectionException.class)
				.isThrownBy(() -> gone.get(Engines.key("back")).await())
				.withMessageContaining("'%s' does not belong to the cluster any more".formatted(this.first.node()))
				.matches((failure) -> !failure.isExecutionUnknown());
			assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(() -> gone.ping().await());
			assertThat(gone.compareAndSet(Engines.key("back"), bytes("x"), MINUTE, token).await())
				.isNotEqualTo(StoreResult.STORED);
		}
		assertThat(this.operations.isConnected(this.first.node())).isFalse();
		assertThat(held.lostWrites()).isZero();
		this.operations.setNodes(List.of(this.second.node(), this.first.node()));
		assertThat(held.lostWrites()).isEqualTo(1);
		assertThat(this.operations.on(this.second.node()).lostWrites()).isZero();
		waitUntil(() -> this.operations.isConnected(this.first.node()));
		assertThat(text(held.get(Engines.key("back")).await())).isEqualTo("old");
		assertThat(held.compareAndSet(Engines.key("back"), bytes("x"), MINUTE, token).await())
			.isNotEqualTo(StoreResult.STORED);
	}

	@Test
	void aTokenOfAnotherNodeIsOfNoUse() {
		MemcachedKey key = Engines.key("token");
		boolean onFirst = this.operations.nodeOf(key).equals(this.first.node());
		MemcachedServer holder = onFirst ? this.first : this.second;
		MemcachedServer other = onFirst ? this.second : this.first;
		CasToken token = this.operations.getWithLease(key, MINUTE).await().token();
		this.operations.on(other.node()).getWithLease(key, MINUTE).await();
		this.operations.setNodes(List.of(other.node()));
		assertThat(this.operations.fill(key, bytes("x"), MINUTE, token).await()).isNotEqualTo(StoreResult.STORED);
		assertThat(holder.command("mg %s s".formatted(key))).doesNotContain("s1");
	}

	@Test
	void failsEverythingAtOnceUntilTheFirstNodeIsKnown() {
		try (XMemcachedOperations unknowing = XMemcachedOperations
			.connect(XMemcachedSettings.ofDiscovered(List.of()))) {
			MemcachedKey key = Engines.key("early");
			assertThat(unknowing.nodes()).isEmpty();
			assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(() -> unknowing.evict(key).await())
				.withMessage("No memcached node is known yet");
			assertThatExceptionOfType(MemcachedConnectionException.class)
				.isThrownBy(() -> unknowing.on(unknowing.nodeOf(key)).get(key).await());
			unknowing.setNodes(List.of(this.first.node(), this.second.node()));
			waitUntil(() -> unknowing.isConnected(unknowing.nodeOf(key)));
			assertThat(unknowing.put(key, bytes("x"), MINUTE).await()).isEqualTo(StoreResult.STORED);
			assertThat(unknowing.on(this.first.node()).lostWrites()).isZero();
		}
	}

	@Test
	void refusesNodesThatMakeNoCluster() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.operations.setNodes(List.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.operations.setNodes(List.of(this.first.node(), this.first.node())));
		assertThat(this.operations.nodes()).containsExactly(this.first.node(), this.second.node());
	}

	@Test
	void changesNothingAnyMoreWhenItIsClosed() {
		this.operations.close();
		this.operations.setNodes(List.of(this.first.node()));
		assertThat(this.operations.nodes()).hasSize(2);
	}

	@Test
	void leavesNoConnectionsBehind() {
		long before = this.second.stat("curr_connections");
		for (int i = 0; i < 20; i++) {
			this.operations.setNodes(List.of(this.first.node()));
			this.operations.setNodes(List.of(this.first.node(), this.second.node()));
		}
		waitUntil(() -> this.operations.isConnected(this.second.node())
				&& this.second.stat("curr_connections") <= before);
	}

	private NodeSession session(MemcachedServer server) {
		return Objects.requireNonNull(this.operations.topology().connection(server.node())).session();
	}

}
