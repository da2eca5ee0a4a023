package io.github.memcachedspring.faults;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.ThreadMXBean;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.embedded.fault.FaultRule;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of items that cannot be read or stored: only their own keys are misses.
 */
@Tag("fault")
class PoisonedItemTests {

	private final MemcachedServer server = MemcachedServer.start();

	private final FaultProxy proxy = FaultProxy.before("127.0.0.1", this.server.port());

	/** With patience: that no server is left alone must not depend on the machine. */
	private final App app = App.on(this.proxy.port(), "memcached.timeout=2s");

	@BeforeEach
	void storeOther() {
		this.app.awaitHit("other");
	}

	@AfterEach
	void close() {
		this.app.close();
		this.proxy.close();
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "4294967295", "2147483648", "1", "65535" })
	void fault18ForeignFlagsAreAMissOfTheirKeyOnly(String flags) {
		String wireKey = wireKey("poisoned");
		assertThat(this.server.command("set " + wireKey + " " + flags + " 0 1\r\nx")).isEqualTo("STORED");
		assertOnlyMissed("fault 18: flags " + flags);
	}

	@Test
	void fault21CorruptBytesAreAMissOfTheirKeyOnly() {
		String wireKey = wireKey("poisoned");
		for (int i = 0; i < Extent.of(60, 10); i++) {
			int index = i;
			this.app.awaitHit("poisoned");
			this.proxy.faults()
				.on(Command.keyStartingWith(wireKey).and(Command.verb("mg")))
				.once()
				.rewrite((bytes) -> flipped(bytes, index));
			this.app.isHit("poisoned");
			this.proxy.faults().clear();
			this.app.awaitHit("other");
		}
		System.out.printf("fault 21: %d undecodable, 0 wrong%n", this.app.statistics().undecodable());
		assertThat(this.app.statistics().undecodable()).isPositive();
		assertOnlyMissed("fault 21: after corrupt bytes");
	}

	/** The writer's clock is wrong by an hour; the server's decides. */
	@ParameterizedTest
	@ValueSource(longs = { -3_600_000, 3_600_000 })
	void fault33AnEntryOfAWriterWithAnotherTimeLivesAsLongAsTheServerSays(long millis) {
		String wireKey = wireKey("k");
		this.app.shop().evict("k");
		try (App reader = App.on(this.proxy.port(), "memcached.cache.refresh-ahead=20s",
				"memcached.cache.time-to-live=60s", "memcached.cache.jitter=0")) {
			reader.awaitHit("k");
			String value = reader.shop().plain("k", new AtomicInteger());
			FaultRule rule = this.proxy.faults()
				.on(Command.keyStartingWith(wireKey).and(Command.verb("mg")))
				.rewrite((reply) -> storedAnotherTime(reply, value, millis));
			long hits = reader.statistics().hits();
			for (int i = 0; i < 20; i++) {
				assertThat(reader.isHit("k")).isTrue();
			}
			assertThat(rule.fired()).isEqualTo(20);
			assertThat(reader.statistics().hits() - hits).isEqualTo(20);
			assertThat(reader.statistics().undecodable()).isZero();
			System.out.printf("fault 33: written %+d s: 20 of 20 reads are hits, no refresh%n", millis / 1000);
		}
	}

	private static byte[] storedAnotherTime(byte[] reply, String value, long millis) {
		Transcoder transcoder = Transcoder.of(ObjectCodec.jdk(TrustedTypes.jdkOnly(), null), Compression.none());
		String text = new String(reply, StandardCharsets.ISO_8859_1);
		int line = text.indexOf("\r\n");
		byte[] data = Arrays.copyOfRange(reply, line + 2, reply.length - 2);
		EntryHeader header = transcoder.read(data).header();
		byte[] changed = transcoder.encode(value, new EntryHeader(header.generation(), header.storedAtMillis() + millis,
				header.timeToLiveMillis(), header.extensions()));
		assertThat(changed).hasSameSizeAs(data).isNotEqualTo(data);
		System.arraycopy(changed, 0, reply, line + 2, changed.length);
		return reply;
	}

	private static byte[] flipped(byte[] bytes, int index) {
		byte[] copy = bytes.clone();
		int value = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n") + 2;
		// Of the value, which a line break ends.
		int length = copy.length - 2 - value;
		copy[value + length - 1 - index % length] ^= 4;
		return copy;
	}

	@Test
	void fault24ABombIsAMissOfItsKeyOnly() {
		try (App generous = App.on(this.server.port(), "memcached.cache.compression.max-inflated-size=256MB")) {
			generous.shop().pad(64 << 20);
			generous.shop().put("poisoned");
			assertThat(this.server.stat("bytes")).isBetween(50_000L, 1L << 20);
		}
		long before = allocated();
		assertThat(this.app.isHit("poisoned")).isFalse();
		long allocated = allocated() - before;
		System.out.printf("fault 24: %d KB allocated for a bomb of 64 MB%n", allocated / 1024);
		assertThat(allocated).isLessThan(20L << 20);
		assertOnlyMissed("fault 24: bomb");
	}

	private static long allocated() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	@Test
	void fault25AValueThatIsTooLargeLeavesNothingOldBehind() {
		this.app.awaitHit("poisoned");
		App.waitUntil(() -> this.app.isHit("poisoned"));
		String old = this.app.shop().plain("poisoned", new AtomicInteger());
		String value = putLarge();
		assertThat(Shop.version("poisoned", value)).isGreaterThan(Shop.version("poisoned", old));
		String read = this.app.shop().plain("poisoned", new AtomicInteger());
		assertThat(Shop.version("poisoned", read)).as("stale").isGreaterThanOrEqualTo(Shop.version("poisoned", value));
		assertThat(this.app.statistics().unstorable()).isPositive();
		assertOnlyMissed("fault 25: oversize");
	}

	/** Random, so that it cannot be compressed. */
	private String putLarge() {
		this.app.shop().padRandomly(3 << 20);
		try {
			return this.app.shop().put("poisoned");
		}
		finally {
			this.app.shop().pad(0);
		}
	}

	private void assertOnlyMissed(String fault) {
		long failures = this.app.statistics().failures();
		assertThat(this.app.isHit("other")).isTrue();
		this.app.isHit("poisoned");
		assertThat(this.app.isHit("other")).isTrue();
		assertThat(this.app.awaitHit("poisoned")).isLessThan(Duration.ofSeconds(2));
		assertThat(this.app.isHit("other")).isTrue();
		assertThat(this.app.node().timesLeftAlone()).isZero();
		System.out.printf("%s: other keys hit, failures %d, undecodable %d, connections %d%n", fault,
				this.app.statistics().failures() - failures, this.app.statistics().undecodable(),
				this.proxy.acceptedConnections());
	}

	private String wireKey(String key) {
		AtomicReference<String> found = new AtomicReference<>();
		this.proxy.faults().on(Command.line((line) -> {
			if (line.startsWith("ms ") && line.contains(key)) {
				found.set(line.split(" ")[1]);
			}
			return false;
		})).drop();
		this.app.shop().put(key);
		this.proxy.faults().clear();
		return Objects.requireNonNull(found.get());
	}

}
