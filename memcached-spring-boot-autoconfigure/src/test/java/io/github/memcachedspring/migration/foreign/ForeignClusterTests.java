package io.github.memcachedspring.migration.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.Distribution;
import io.github.memcachedspring.test.MemcachedServer;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Finds entries on a cluster of several nodes where other clients have put them.
 */
class ForeignClusterTests {

	private static final int KEYS = 200;

	private static final ForeignKeys NAMES = ForeignKeys.ofPattern("{cache}:{key}");

	private static final List<MemcachedServer> SERVERS = new ArrayList<>();

	private static MemcachedNode[] nodes;

	@BeforeAll
	static void start() {
		for (int i = 0; i < 3; i++) {
			SERVERS.add(MemcachedServer.start());
		}
		nodes = SERVERS.stream().map(MemcachedServer::node).toArray(MemcachedNode[]::new);
	}

	@AfterAll
	static void stop() {
		SERVERS.forEach(MemcachedServer::close);
	}

	enum Client {

		XMEMCACHED, XMEMCACHED_KETAMA, SPYMEMCACHED, SPYMEMCACHED_KETAMA;

		OtherClient connect() {
			return switch (this) {
				case XMEMCACHED -> OtherClients.xmemcached(nodes);
				case XMEMCACHED_KETAMA -> OtherClients.xmemcached(true, CompressionMode.GZIP, nodes);
				case SPYMEMCACHED -> OtherClients.spymemcached(false, nodes);
				case SPYMEMCACHED_KETAMA -> OtherClients.spymemcached(true, nodes);
			};
		}

		Distribution distribution() {
			return switch (this) {
				case XMEMCACHED, SPYMEMCACHED -> Distribution.modulo(3);
				case XMEMCACHED_KETAMA -> Distribution.ketama(names("localhost/127.0.0.1:"));
				case SPYMEMCACHED_KETAMA -> Distribution.ketama(names("127.0.0.1:"));
			};
		}

		private static List<String> names(String address) {
			return Stream.of(nodes).map((node) -> address + node.port()).toList();
		}

	}

	@ParameterizedTest
	@EnumSource
	void readsAndRemovesEveryEntry(Client kind) throws Exception {
		try (OtherClient client = kind.connect(); Newcomer newcomer = new Newcomer(NAMES, kind.distribution(), nodes)) {
			MemcachedCache cache = newcomer.cache(kind.name());
			for (int i = 0; i < KEYS; i++) {
				client.set(kind + ":" + i, 1000, "value-" + i);
			}
			for (int i = 0; i < KEYS; i++) {
				assertThat(cache.get(i)).as("key %d", i).isNotNull();
				assertThat(cache.get(i).get()).isEqualTo("value-" + i);
				cache.evict(i);
				assertThat(cache.get(i)).isNull();
				assertThat(client.get(kind + ":" + i)).isNull();
			}
		}
	}

	@Test
	void missesMostEntriesWithTheWrongDistribution() throws Exception {
		try (OtherClient client = OtherClients.xmemcached(nodes);
				Newcomer newcomer = new Newcomer(NAMES, Distribution.ketama(List.of("a", "b", "c")), nodes)) {
			int found = 0;
			for (int i = 0; i < KEYS; i++) {
				client.set("wrong:" + i, 1000, "value-" + i);
				found += (newcomer.cache("wrong").get(i) != null) ? 1 : 0;
			}
			assertThat(found).isBetween(1, KEYS * 2 / 3);
		}
	}

	@Test
	void clearsForAllNewcomersAndForGood() throws Exception {
		try (OtherClient client = OtherClients.xmemcached(nodes);
				Newcomer one = new Newcomer(NAMES, Distribution.modulo(3), nodes);
				Newcomer other = new Newcomer(NAMES, Distribution.modulo(3), nodes)) {
			for (int i = 0; i < KEYS; i++) {
				client.set("cleared:" + i, 1000, "value-" + i);
				client.set("kept:" + i, 1000, "value-" + i);
			}
			one.cache("cleared").clear();
			for (int i = 0; i < KEYS; i++) {
				assertThat(one.cache("cleared").get(i)).isNull();
				assertThat(other.cache("cleared").get(i)).isNull();
				assertThat(other.cache("kept").get(i)).isNotNull();
			}
		}
	}

	@Test
	void storesNothing() throws Exception {
		try (OtherClient client = OtherClients.xmemcached(nodes);
				Newcomer newcomer = new Newcomer(NAMES, Distribution.modulo(3), nodes)) {
			long before = items();
			MemcachedCache cache = newcomer.cache("unstored");
			assertThat(cache.get("a", () -> "loaded")).isEqualTo("loaded");
			assertThat(cache.get("a")).isNull();
			cache.put("a", "put");
			assertThat(cache.putIfAbsent("a", "added")).isNull();
			assertThat(items()).isEqualTo(before);
			client.set("unstored:a", 1000, "old");
			assertThat(cache.putIfAbsent("a", "added").get()).isEqualTo("old");
			assertThat(cache.get("a", () -> "loaded")).isEqualTo("old");
			cache.put("a", "put");
			assertThat(client.get("unstored:a")).isNull();
		}
	}

	private static long items() {
		return SERVERS.stream().mapToLong((server) -> server.stat("curr_items")).sum();
	}

	@Test
	void keepsAllElseAsUsual() {
		try (Newcomer newcomer = new Newcomer(NAMES, Distribution.modulo(3), nodes)) {
			MemcachedKey counter = KeySpace.of("shop", "n", "").key("visits");
			assertThat(newcomer.operations.count(counter, Counting.increment(1).orCreate(5, Expiration.NEVER)).await())
				.isEqualTo(5);
			assertThat(SERVERS.stream().map((server) -> server.command("get shop:n::visits")))
				.anyMatch((answer) -> answer.startsWith("VALUE"));
		}
	}

}
