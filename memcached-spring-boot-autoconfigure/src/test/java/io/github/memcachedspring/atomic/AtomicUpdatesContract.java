package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.atomic.AtomicResult.Applied;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;

/**
 * Updates of the key {@code k} in a namespace that no other test has. Others change it
 * through a template of their own, most of them from within a function: that runs between
 * the read and the store.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
abstract class AtomicUpdatesContract {

	static final Transcoder JSON = Transcoder.of(JsonCodec.create(TrustedTypes.jdkOnly(), null), Compression.none());

	/** Long, for the machine may be busy with other things. */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final AtomicInteger NUMBER = new AtomicInteger();

	final MemcachedServer server;

	final XMemcachedOperations operations;

	private final AtomicUpdateTemplate template;

	@SuppressWarnings("NullAway.Init")
	AtomicUpdateTemplate updates;

	@SuppressWarnings("NullAway.Init")
	private String namespace;

	AtomicUpdatesContract(MemcachedServer server) {
		this.server = server;
		this.operations = connect(TIMEOUT, server.node());
		this.template = AtomicUpdateTemplate.builder(this.operations, JSON).build();
	}

	static XMemcachedOperations connect(Duration timeout, MemcachedNode node) {
		XMemcachedOperations connected = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(node)).timeout(timeout));
		awaitConnection(connected);
		return connected;
	}

	static void awaitConnection(XMemcachedOperations operations) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(Duration.ofSeconds(40))
			.until(() -> operations.nodes().stream().allMatch(operations::isConnected));
	}

	@BeforeEach
	void nameKeys(TestInfo test) {
		this.namespace = test.getTestMethod().orElseThrow().getName() + NUMBER.incrementAndGet();
		this.updates = this.template.namespace(this.namespace);
	}

	@AfterEach
	void close() {
		this.template.destroy();
		this.operations.close();
	}

	/** Returns other updates of the same keys. */
	AtomicUpdateTemplate inNamespace(AtomicUpdateTemplate other) {
		return other.namespace(this.namespace);
	}

	String namespace() {
		return this.namespace;
	}

	MemcachedKey key() {
		return KeySpace.of("", "a", this.namespace).key("k");
	}

	String wireKey() {
		return key().toString();
	}

	/** Leaves raw bytes under the key. */
	void leave(String value) {
		assertHeader(this.server.command("ms %s %d T100\r\n%s".formatted(wireKey(), value.length(), value)));
	}

	private static void assertHeader(String answer) {
		if (!answer.startsWith("HD")) {
			throw new AssertionError(answer);
		}
	}

	long remainingSeconds() {
		String answer = this.server.command("mg %s t".formatted(wireKey()));
		assertHeader(answer);
		return Long.parseLong(answer.substring(4));
	}

	void store(String value) {
		this.updates.updateAndGet("k", String.class, (before) -> value);
	}

	@Nullable String stored() {
		return this.updates.get("k", String.class);
	}

	static UnaryOperator<@Nullable String> append(String end) {
		return (before) -> (before != null) ? before + end : end;
	}

	static Applied<String> applied(@Nullable String before, @Nullable String after) {
		return new Applied<>(before, after, 1);
	}

}
