package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.test.RecordingServer;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.utils.AddrUtil;
import org.junit.jupiter.api.Test;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that would be commands of their own if they came to the wire as they are.
 */
class WireSafetyTests {

	private static final List<String> KEYS = List.of("", " ", "a b", "a\r\nflush_all", "a\nmg b v", "\r", "a\0b", "\t",
			"\u007f", "\u0085", "\u00e9", "\u2028", "\ud800", "\udc00x", "\ud83d\ude00", "x".repeat(1_000_000),
			"\n".repeat(1000), "a b v\r\nms evil 4 T0\r\nevil\r\n", "%0D%0A", "mn\r\n");

	@Test
	void sendsOneCommandForEachCall() {
		assertThatEachCallIsOneCommand();
	}

	/** The driver's own check of keys is off for the whole JVM then. */
	@Test
	void sendsOneCommandForEachCallBesideABinaryClient() throws IOException {
		XMemcachedClientBuilder builder = new XMemcachedClientBuilder(AddrUtil.getAddresses("127.0.0.1:1"));
		builder.setCommandFactory(new BinaryCommandFactory());
		MemcachedClient binary = builder.build();
		try {
			assertThatEachCallIsOneCommand();
		}
		finally {
			binary.shutdown();
		}
	}

	private static void assertThatEachCallIsOneCommand() {
		try (RecordingServer server = RecordingServer.start();
				XMemcachedOperations operations = Engines.connect(server.node())) {
			for (String text : KEYS) {
				server.clear();
				MemcachedKey key = Engines.key(text);
				callEachVerb(operations, key);
				assertThat(server.lines()).as("'%s'", text.substring(0, Math.min(text.length(), 20)))
					.hasSize(14)
					.allMatch((line) -> line.matches("m[gsda] [!-~]{1,250}( [!-~]+)*"))
					.allMatch((line) -> line.split(" ")[1].equals(key.toString()));
			}
		}
	}

	private static void callEachVerb(XMemcachedOperations operations, MemcachedKey key) {
		byte[] value = bytes("value\r\nflush_all\r\n");
		operations.get(key).await();
		Item lease = operations.getWithLease(key, MINUTE).await();
		operations.getForRefresh(key, Duration.ofSeconds(5)).await();
		operations.getAndTouch(key, MINUTE).await();
		operations.renewLease(key, MINUTE, lease.token()).await();
		operations.fill(key, value, MINUTE, lease.token()).await();
		operations.compareAndSet(key, value, MINUTE, lease.token()).await();
		operations.evictIfUnchanged(key, lease.token()).await();
		operations.put(key, value, MINUTE).await();
		operations.add(key, value, MINUTE).await();
		operations.touch(key, MINUTE).await();
		operations.markStaleIfUnchanged(key, MINUTE, lease.token()).await();
		operations.count(key, Counting.increment(1).orCreate(1, MINUTE)).await();
		operations.putAll(Map.of(key, value), (any) -> MINUTE).await();
	}

}
