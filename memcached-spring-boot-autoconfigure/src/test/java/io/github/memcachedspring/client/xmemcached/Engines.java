package io.github.memcachedspring.client.xmemcached;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Connections for tests. Their timeouts are long, for a busy machine must not look like a
 * fault; a test of timeouts sets its own.
 */
final class Engines {

	static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	/** Longer than anything takes on a machine that is busy with other things. */
	static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final KeySpace SPACE = KeySpace.of("", "test", "engine");

	static {
		// At the default level the driver describes every write.
		for (String name : List.of("com.google.code.yanf4j", "net.rubyeye.xmemcached", "remoting")) {
			((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
		}
		((Logger) LoggerFactory.getLogger("io.github.memcachedspring")).setLevel(Level.INFO);
	}

	private Engines() {
	}

	static XMemcachedSettings settings(MemcachedNode... nodes) {
		return XMemcachedSettings.of(List.of(nodes)).timeout(Duration.ofSeconds(10));
	}

	/** Connects and waits until all nodes are there. */
	static XMemcachedOperations connect(MemcachedNode... nodes) {
		return connect(settings(nodes));
	}

	static XMemcachedOperations connect(XMemcachedSettings settings) {
		XMemcachedOperations operations = XMemcachedOperations.connect(settings);
		operations.nodes().forEach((node) -> waitUntil(() -> operations.isConnected(node)));
		return operations;
	}

	static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(PATIENCE)
			.until(condition);
	}

	/** Asks a node, which a connection that is just being lost does not say. */
	static boolean answers(XMemcachedOperations operations, MemcachedNode node) {
		try {
			return operations.on(node).ping().await();
		}
		catch (MemcachedException ex) {
			return false;
		}
	}

	static MemcachedKey key(String key) {
		return SPACE.key(key);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static @Nullable String text(@Nullable Item item) {
		return (item != null) ? new String(item.value(), StandardCharsets.UTF_8) : null;
	}

}
