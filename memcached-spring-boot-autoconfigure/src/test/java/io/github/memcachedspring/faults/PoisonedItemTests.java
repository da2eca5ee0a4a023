package io.github.memcachedspring.faults;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.ThreadMXBean;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
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

	private final App app = App.on(this.proxy.port());

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

	private static byte[] flipped(byte[] bytes, int index) {
		byte[] copy = bytes.clone();
		// Of the value, which the line break ends.
		copy[copy.length - 3 - index] ^= 4;
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
