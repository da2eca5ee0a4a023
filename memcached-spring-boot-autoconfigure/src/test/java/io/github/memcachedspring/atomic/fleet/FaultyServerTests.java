package io.github.memcachedspring.atomic.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.memcachedspring.atomic.history.Effect;
import io.github.memcachedspring.atomic.history.Linearizability;
import io.github.memcachedspring.atomic.history.Operation;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several JVMs count the same thing while the server is stopped, continued, cut off and
 * restarted.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class FaultyServerTests {

	private static final Duration TIMEOUT = Duration.ofMillis(100);

	private static final Duration DURATION = Full.seconds(60, 6);

	@ParameterizedTest
	@EnumSource(names = { "UPDATE", "COUNTER" })
	void nothingIsLostOrDoneTwice(Way way) {
		long seed = System.nanoTime();
		try (Misfortunes misfortunes = new Misfortunes(seed);
				Contenders contenders = Contenders.start(3, misfortunes.node(), TIMEOUT)) {
			contenders.beginToCount(way, "key");
			misfortunes.happen(DURATION);
			Outcome outcome = contenders.stop();
			System.out.printf("%s with %d restarts, seed %d: %s%n", way, misfortunes.losses().size(), seed, outcome);
			List<Operation> history = new ArrayList<>(outcome.operations());
			history.addAll(misfortunes.losses());
			history.add(lastRead(way, misfortunes));
			assertThat(Linearizability.violation(history)).as("seed %d", seed).isNull();
			if (way == Way.UPDATE) {
				assertThatEachLifeAddsUp(history, seed);
			}
		}
	}

	private static Operation lastRead(Way way, Misfortunes misfortunes) {
		try (Client client = Client.connect(misfortunes.serverNode(), Client.PATIENT)) {
			long begin = System.nanoTime();
			Long value = way.read(client, "key");
			return new Operation(Effect.read(value), begin, System.nanoTime());
		}
	}

	/**
	 * In each life of the server, what was reached is at least what was acknowledged and
	 * at most that and what is unknown.
	 */
	private static void assertThatEachLifeAddsUp(List<Operation> history, long seed) {
		Map<Long, Life> lives = new HashMap<>();
		for (Operation operation : history) {
			if (operation.effect() instanceof Effect.Change change && change.after() != null) {
				lives.computeIfAbsent(Lives.life(change.after()), (number) -> new Life()).add(operation, change);
			}
		}
		assertThat(lives.values()).as("seed %d", seed).allSatisfy((life) -> {
			assertThat(life.reached).isGreaterThanOrEqualTo(life.acknowledged);
			assertThat(life.reached).isLessThanOrEqualTo(life.acknowledged + life.unknown);
		});
	}

	/** What became of the value between two restarts. */
	private static final class Life {

		private long acknowledged;

		private long unknown;

		private long reached;

		void add(Operation operation, Effect.Change change) {
			if (operation.isUnknown()) {
				this.unknown++;
				return;
			}
			this.acknowledged += Objects.equals(change.before(), change.after()) ? 0 : 1;
			this.reached = Math.max(this.reached, Lives.count(Objects.requireNonNull(change.after())));
		}

	}

}
