package io.github.memcachedspring.client.xmemcached;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.text;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Three nodes.
 */
class ClusterTests {

	private static final int KEYS = 300;

	private final List<MemcachedServer> servers = List.of(MemcachedServer.start(), MemcachedServer.start(),
			MemcachedServer.start());

	private final XMemcachedOperations operations = Engines
		.connect(this.servers.stream().map(MemcachedServer::node).toArray(MemcachedNode[]::new));

	@AfterEach
	void close() {
		this.operations.close();
		this.servers.forEach(MemcachedServer::close);
	}

	@Test
	void putsAndReadsManyItems() {
		assertThat(putAll().results()).hasSize(KEYS).values().containsOnly(StoreResult.STORED);
		List<MemcachedKey> asked = IntStream.range(0, KEYS + 10).mapToObj((i) -> Engines.key("many-" + i)).toList();
		BulkResult<@Nullable Item> found = this.operations.getAll(asked).await();
		assertThat(found.failures()).isEmpty();
		assertThat(found.results().keySet()).containsExactlyElementsOf(asked);
		asked.forEach((key) -> assertThat(text(found.results().get(key)))
			.isEqualTo(asked.indexOf(key) < KEYS ? "value of " + key : null));
	}

	@Test
	void aNodeThatIsDownCostsOnlyItsOwnKeys() {
		putAll();
		MemcachedServer down = this.servers.get(1);
		down.kill();
		waitUntil(() -> !this.operations.isConnected(down.node()));
		BulkResult<@Nullable Item> found = this.operations.getAll(values().keySet()).await();
		assertThat(found.failures()).hasSizeBetween(1, KEYS - 1)
			.allSatisfy((key, failure) -> assertThat(failure).isInstanceOf(MemcachedConnectionException.class));
		values().keySet().forEach((key) -> {
			boolean lost = this.operations.nodeOf(key).equals(down.node());
			assertThat(found.failures().containsKey(key)).isEqualTo(lost);
			assertThat(text(found.results().get(key))).isEqualTo(lost ? null : "value of " + key);
		});
	}

	@Test
	void namesTheNodeThatHoldsAKey() {
		putAll();
		for (MemcachedKey key : values().keySet()) {
			List<MemcachedNode> holders = this.servers.stream()
				.filter((server) -> server.command("mg %s".formatted(key)).equals("HD"))
				.map(MemcachedServer::node)
				.toList();
			assertThat(holders).containsExactly(this.operations.nodeOf(key));
		}
	}

	@Test
	void namesTheSameNodeWhenThatIsDown() {
		Map<MemcachedKey, MemcachedNode> before = nodes();
		this.servers.get(0).kill();
		waitUntil(() -> !this.operations.isConnected(this.servers.get(0).node()));
		assertThat(nodes()).isEqualTo(before);
	}

	@Test
	void addressesANodeWhateverTheKey() {
		MemcachedKey key = Engines.key("addressed");
		for (MemcachedServer server : this.servers) {
			NodeOperations node = this.operations.on(server.node());
			assertThat(node.nodeOf(key)).isEqualTo(server.node());
			assertThat(node.nodes()).containsExactly(server.node());
			node.put(key, bytes("on " + server.node()), MINUTE).await();
		}
		for (MemcachedServer server : this.servers) {
			assertThat(server.command("mg %s v".formatted(key))).endsWith("on " + server.node());
			assertThat(text(this.operations.on(server.node()).get(key).await())).isEqualTo("on " + server.node());
		}
		assertThat(this.operations.on(this.servers.get(0).node()).on(this.servers.get(1).node()).nodes())
			.containsExactly(this.servers.get(1).node());
	}

	@Test
	void answersQuestionsAboutANode() {
		for (MemcachedServer server : this.servers) {
			NodeOperations node = this.operations.on(server.node());
			assertThat(node.ping().await()).isTrue();
			assertThat(node.version().await()).matches("1\\.\\d+\\.\\d+.*");
			assertThat(node.stats().await()).containsEntry("pid", server.stats().get("pid"))
				.containsKeys("curr_items", "threads");
		}
	}

	@Test
	void refusesNodesOfOthers() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.operations.on(new MemcachedNode("other", 1)))
			.withMessageContaining("other:1");
	}

	private BulkResult<StoreResult> putAll() {
		return this.operations.putAll(values(), (key) -> MINUTE).await();
	}

	private static Map<MemcachedKey, byte[]> values() {
		Map<MemcachedKey, byte[]> values = new LinkedHashMap<>();
		IntStream.range(0, KEYS)
			.mapToObj((i) -> Engines.key("many-" + i))
			.forEach((key) -> values.put(key, bytes("value of " + key)));
		return values;
	}

	private Map<MemcachedKey, MemcachedNode> nodes() {
		return values().keySet()
			.stream()
			.collect(Collectors.toMap((key) -> key, (key) -> Objects.requireNonNull(this.operations.nodeOf(key))));
	}

}
