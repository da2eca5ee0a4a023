package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.client.xmemcached.KeyDump.DumpRefusedException;
import io.github.memcachedspring.client.xmemcached.KeyDump.DumpedItem;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.RecordingServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeyDump}.
 */
@ExtendWith(MemcachedServerExtension.class)
class KeyDumpTests {

	@Test
	void listsTheKeysOfItems(MemcachedServer server) throws IOException {
		server.flushAll();
		long before = System.currentTimeMillis() / 1000;
		PipelinedOperationsTests.run(Engines.settings(server.node()), (pipeline) -> {
			for (String text : List.of("plain", "with: %", "x".repeat(300))) {
				pipeline.put(key(text), new byte[10_000], MINUTE).await();
			}
		});
		Set<MemcachedKey> found = new HashSet<>();
		try (KeyDump dump = KeyDump.open(server.node(), Engines.settings(server.node()))) {
			for (DumpedItem item = dump.next(); item != null; item = dump.next()) {
				found.add(MemcachedKey.foreign(new String(item.key())));
				assertThat(item.lastAccess()).isBetween(before - 5, before + 60);
				assertThat(item.size()).isBetween(10_000L, 11_000L);
			}
			assertThat(dump.next()).isNull();
		}
		assertThat(found).containsExactlyInAnyOrder(foreign("plain"), foreign("with: %"), foreign("x".repeat(300)));
	}

	private static MemcachedKey foreign(String text) {
		return MemcachedKey.foreign(key(text).toString());
	}

	@Test
	void saysThatTheServerListsForSomebodyElse() throws IOException {
		try (MemcachedServer server = MemcachedServer.start()) {
			PipelinedOperationsTests.run(Engines.settings(server.node()), (pipeline) -> {
				// More than the buffers between an idle reader and the server hold.
				for (int i = 0; i < 60_000; i += 500) {
					int first = i;
					List<Reply<StoreResult>> stores = IntStream.range(i, i + 500)
						.mapToObj((each) -> pipeline.put(key(each + "-" + "x".repeat(200)), bytes("v"), MINUTE))
						.toList();
					assertThat(stores.get(499).await()).as("from %d", first).isEqualTo(StoreResult.STORED);
				}
			});
			KeyDump idle = KeyDump.open(server.node(), Engines.settings(server.node()));
			assertThat(idle.next()).isNotNull();
			assertThatExceptionOfType(DumpRefusedException.class)
				.isThrownBy(() -> keys(server.node(), Engines.settings(server.node())))
				.satisfies((refused) -> assertThat(refused.isBusy()).isTrue());
			assertThat(server.command("get another")).as("served to others meanwhile").isEqualTo("END");
			idle.close();
			Engines.waitUntil(() -> isListed(server.node()));
		}
	}

	private static boolean isListed(MemcachedNode node) throws IOException {
		try {
			return keys(node, Engines.settings(node)).size() > 50_000;
		}
		catch (DumpRefusedException ex) {
			return false;
		}
	}

	@Test
	@Tag("slow")
	void saysThatTheServerNeverLists() {
		try (MemcachedServer server = MemcachedServer.start("-o", "no_lru_crawler")) {
			assertThatExceptionOfType(DumpRefusedException.class)
				.isThrownBy(() -> keys(server.node(), Engines.settings(server.node())))
				.satisfies((refused) -> assertThat(refused.isBusy()).isFalse());
		}
	}

	/** As memcached 1.6.45 does. */
	@Test
	void takesListsThatBeginWithOk() throws IOException {
		byte[] list = bytes("OK\r\nkey=a%25b exp=-1 la=1795474971 cas=2 fetch=no cls=1 size=61 flags=0 \nEND\r\n");
		try (RecordingServer server = RecordingServer.start((line, data) -> list)) {
			assertThat(keys(server.node(), Engines.settings(server.node()))).singleElement()
				.extracting((item) -> new String(item.key()), DumpedItem::lastAccess, DumpedItem::size)
				.containsExactly("a%b", 1795474971L, 61L);
		}
	}

	static List<DumpedItem> keys(MemcachedNode node, XMemcachedSettings settings) throws IOException {
		List<DumpedItem> items = new ArrayList<>();
		try (KeyDump dump = KeyDump.open(node, settings)) {
			for (DumpedItem item = dump.next(); item != null; item = dump.next()) {
				items.add(item);
			}
		}
		return items;
	}

}
