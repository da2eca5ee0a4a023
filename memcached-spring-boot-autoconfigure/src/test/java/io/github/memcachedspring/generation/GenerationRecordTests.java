package io.github.memcachedspring.generation;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class GenerationRecordTests {

	/** Far enough ahead that no clock gets there. */
	private static final long AHEAD = (System.currentTimeMillis() + 1_000_000) << 16;

	private static XMemcachedOperations operations;

	private static int number;

	private final MemcachedServer server;

	private final MemcachedKey key = KeySpace.of("", "g", "records").key("r" + ++number);

	private final GenerationRecord record;

	GenerationRecordTests(MemcachedServer server) {
		this.server = server;
		this.record = new GenerationRecord(operations.on(server.node()), this.key);
	}

	@BeforeAll
	static void connect(MemcachedServer server) {
		operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(server.node())).timeout(Duration.ofSeconds(10)));
		Awaitility.await().until(() -> operations.isConnected(server.node()));
	}

	@AfterAll
	static void close() {
		operations.close();
	}

	private void write(String text) {
		this.server.command("ms %s %d T0\r\n%s".formatted(this.key, text.length(), text));
	}

	private String stored() {
		return this.server.command("mg %s v".formatted(this.key)).lines().skip(1).findFirst().orElse("");
	}

	@Test
	void createsARecordThatStays() {
		long before = System.currentTimeMillis();
		long created = this.record.read(Generations.UNKNOWN).await();
		assertThat(created >>> 16).isBetween(before, System.currentTimeMillis());
		assertThat(this.record.read(Generations.UNKNOWN).await()).isEqualTo(created);
		assertThat(stored()).isEqualTo(Long.toString(created));
		assertThat(this.server.command("mg %s t".formatted(this.key))).startsWith("HD t-1");
	}

	/** There are 16 random bits, so that two in 50 may be the same, rarely. */
	@Test
	void createsDifferentRecordsWithinAMillisecond() {
		List<Long> created = IntStream.range(0, 50).mapToObj((i) -> {
			this.server.command("md %s".formatted(this.key));
			return this.record.read(Generations.UNKNOWN).await();
		}).toList();
		assertThat(new HashSet<>(created)).hasSizeGreaterThanOrEqualTo(48);
	}

	@Test
	void agreesOnOneRecordWhenManyCreateIt() {
		List<Long> created = IntStream.range(0, 50)
			.parallel()
			.mapToObj((i) -> this.record.read(Generations.UNKNOWN).await())
			.toList();
		assertThat(created).containsOnly(created.get(0));
	}

	@Test
	void raises() {
		long first = this.record.raise(Generations.UNKNOWN).await();
		long second = this.record.raise(first).await();
		assertThat(second).isGreaterThan(first);
		assertThat(this.record.read(first).await()).isEqualTo(second);
	}

	@Test
	void raisesAboveARecordThatIsAheadOfTheClock() {
		write(Long.toString(AHEAD));
		assertThat(this.record.read(Generations.UNKNOWN).await()).isEqualTo(AHEAD);
		assertThat(this.record.raise(Generations.UNKNOWN).await()).isGreaterThan(AHEAD);
	}

	@Test
	void replacesALostRecordByAHigherOne() {
		assertThat(this.record.read(AHEAD).await()).isGreaterThan(AHEAD);
		this.server.command("md %s".formatted(this.key));
		assertThat(this.record.raise(AHEAD).await()).isGreaterThan(AHEAD);
	}

	@Test
	void replacesALowerRecordByAHigherOne() {
		write("1");
		long read = this.record.read(AHEAD).await();
		assertThat(read).isGreaterThan(AHEAD);
		assertThat(stored()).isEqualTo(Long.toString(read));
	}

	@Test
	void leavesAHigherRecordAlone() {
		write(Long.toString(AHEAD));
		assertThat(this.record.read(AHEAD - 1).await()).isEqualTo(AHEAD);
		assertThat(stored()).isEqualTo(Long.toString(AHEAD));
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage", "", "-5", "0", "12345678901234567890", "9223372036854775807", "1.5" })
	void replacesWhatIsNoGeneration(String garbage) {
		write(garbage);
		long read = this.record.read(Generations.UNKNOWN).await();
		assertThat(read).isPositive();
		assertThat(this.record.read(Generations.UNKNOWN).await()).isEqualTo(read);
		write(garbage);
		assertThat(this.record.raise(read).await()).isGreaterThan(read);
		assertThat(this.record.read(read).await()).isGreaterThan(read);
	}

	@Test
	void raisesForEachOfManyWhoDoSoAtTheSameTime() {
		long before = this.record.read(Generations.UNKNOWN).await();
		List<Long> raised = IntStream.range(0, 50)
			.parallel()
			.mapToObj((i) -> this.record.raise(before).await())
			.toList();
		assertThat(raised).allMatch((generation) -> generation > before);
		assertThat(stored()).isEqualTo(Long.toString(raised.stream().mapToLong(Long::longValue).max().orElseThrow()));
	}

}
