package io.github.memcachedspring.atomic.fleet;

import java.util.Locale;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.atomic.history.Linearizability;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.Undisturbed;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several JVMs count the same thing while nothing fails.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class LostUpdateTests {

	private static Contenders four;

	private static Contenders three;

	private static Client client;

	@BeforeAll
	static void start(MemcachedServer server) {
		four = Contenders.start(4, server.node(), Client.PATIENT);
		three = four.first(3);
		client = Client.connect(server.node(), Client.PATIENT);
	}

	@AfterAll
	static void close() {
		client.close();
		four.close();
	}

	@Test
	void updatesOfThreeJvmsAreAllThere() {
		Outcome outcome = count(Way.UPDATE, Full.rounds(100_000, 10_000));
		assertThat(outcome.unknown() + outcome.failures()).isZero();
		assertThat(Lives.count(read(Way.UPDATE))).isEqualTo(outcome.acknowledged());
		assertThat(outcome.acknowledged()).isGreaterThan(Full.rounds(99_000, 9_900));
		assertThat(Linearizability.violation(outcome.operations())).isNull();
	}

	@Test
	void countsOfThreeJvmsAreAllThere() {
		Outcome outcome = count(Way.COUNTER, Full.rounds(100_000, 10_000));
		assertThat(outcome.unknown() + outcome.failures()).isZero();
		assertThat(read(Way.COUNTER)).isEqualTo(outcome.acknowledged());
		assertThat(Linearizability.violation(outcome.operations())).isNull();
	}

	/** Shows that the others would fail if they were done like this. */
	@Test
	void updatesByGetAndPutAreLost() {
		Outcome outcome = count(Way.GET_THEN_PUT, Full.rounds(100_000, 10_000));
		assertThat(read(Way.GET_THEN_PUT)).isLessThan(outcome.acknowledged());
		assertThat(Linearizability.violation(outcome.operations())).isNotNull();
	}

	@Test
	void contendersSucceedWithinASecond() throws Exception {
		Undisturbed.run(this::contend);
	}

	private void contend() {
		int times = Full.rounds(1_000, 100);
		Outcome outcome = four.count(Way.UPDATE, "contended", times);
		System.out.printf("%d contenders: %s, longest %,d ms, fewest of a thread %d of %d%n", four.threads(), outcome,
				outcome.longestMillis(), outcome.fewestOfAThread(), times);
		assertThat(outcome.within(1_000) / (double) (times * four.threads())).isGreaterThanOrEqualTo(0.999);
		assertThat(outcome.fewestOfAThread()).as("of the one that comes off worst").isGreaterThan(times * 9 / 10);
	}

	private static Outcome count(Way way, int total) {
		Outcome outcome = three.count(way, key(way), (total - 1) / three.threads() + 1);
		System.out.printf("%s by %d threads in 3 JVMs: %s, %,d lost%n", way, three.threads(), outcome,
				outcome.acknowledged() - Lives.count(read(way)));
		return outcome;
	}

	private static long read(Way way) {
		Long value = way.read(client, key(way));
		assertThat(value).isNotNull();
		return value;
	}

	private static String key(Way way) {
		return way.name().toLowerCase(Locale.ROOT);
	}

}
