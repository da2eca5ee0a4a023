package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of which commands a fault happens to.
 */
@ParameterizedClass
@EnumSource(FaultyServer.Kind.class)
class RuleTests {

	private static final String ERROR = "SERVER_ERROR fault";

	private final FaultyServer.Kind kind;

	RuleTests(FaultyServer.Kind kind) {
		this.kind = kind;
	}

	@Test
	void happensToTheNumberOfCommandsFromTheOneOrdered() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			FaultRule rule = server.faults().on(Command.verb("mg")).from(2).times(2).replyWith(ERROR);
			assertThat(ask(wire, "mg k", 5)).containsExactly("EN", ERROR, ERROR, "EN", "EN");
			assertThat(rule.fired()).isEqualTo(2);
		}
	}

	@Test
	void happensWithProbability() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			FaultRule never = server.faults().on(Command.any()).withProbability(0).replyWith(ERROR);
			FaultRule rule = server.faults().on(Command.any()).withProbability(0.5, 42).replyWith(ERROR);
			List<String> answers = ask(wire, "mg k", 50);
			assertThat(answers).contains(ERROR, "EN");
			assertThat(rule.fired()).isEqualTo((int) answers.stream().filter(ERROR::equals).count());
			assertThat(never.fired()).isZero();
			rule.remove();
			server.faults().on(Command.any()).withProbability(0.5, 42).replyWith(ERROR);
			assertThat(ask(wire, "mg k", 50)).isEqualTo(answers);
		}
	}

	@Test
	void matchesByKeyWhateverTheCommand() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().on(Command.keyStartingWith("users:")).replyWith(ERROR);
			for (String command : List.of("get a users:1", "gat 10 users:1", "mg users:1", "mg dXNlcnM6MQ== b",
					"md users:1", "delete users:1", "incr users:1 1")) {
				assertThat(wire.ask(command)).as(command).isEqualTo(ERROR);
			}
			assertThat(wire.ask("ms users:1 1", "a")).isEqualTo(ERROR);
			assertThat(wire.ask("mg dXNlcnM6MQ==")).isEqualTo("EN");
			assertThat(wire.ask("get orders:1")).isEqualTo("END");
		}
	}

	@Test
	void matchesByConnectionAndLineAndTheirCombination() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire first = server.connect(); Wire second = server.connect()) {
			server.faults()
				.on(Command.onConnection(2).and(Command.line((line) -> line.endsWith(" v")).negate()))
				.replyWith(ERROR);
			assertThat(first.ask("mg k")).isEqualTo("EN");
			assertThat(second.ask("mg k")).isEqualTo(ERROR);
			assertThat(second.ask("mg k v")).isEqualTo("EN");
		}
	}

	@Test
	void appliesTheFirstRuleThatMatchesAndCountsOnlyThat() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			FaultRule first = server.faults().on(Command.verb("mg")).once().replyWith("SERVER_ERROR first");
			FaultRule second = server.faults().on(Command.any()).once().replyWith("SERVER_ERROR second");
			assertThat(ask(wire, "mg k", 3)).containsExactly("SERVER_ERROR first", "SERVER_ERROR second", "EN");
			assertThat(first.fired()).isOne();
			assertThat(second.fired()).isOne();
		}
	}

	@Test
	void doesNothingAfterClear() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			FaultRule rule = server.faults().on(Command.any()).replyWith(ERROR);
			assertThat(wire.ask("mg k")).isEqualTo(ERROR);
			server.faults().clear();
			assertThat(wire.ask("mg k")).isEqualTo("EN");
			assertThat(rule.fired()).isOne();
		}
	}

	@Test
	void namesWhatIsWrongWithAnOrder() {
		try (FaultyServer server = this.kind.start()) {
			FaultBuilder builder = server.faults().on(Command.any());
			assertThatIllegalArgumentException().isThrownBy(() -> builder.times(0))
				.withMessage("'times' must be at least 1: '0'");
			assertThatIllegalArgumentException().isThrownBy(() -> builder.withProbability(1.1))
				.withMessage("'probability' must be 0 to 1: '1.1'");
			assertThatIllegalArgumentException().isThrownBy(() -> builder.delay(Duration.ofMillis(-1)));
			assertThatIllegalStateException().isThrownBy(() -> builder.beforeExecution().cut(1))
				.withMessageContaining("leave out 'beforeExecution()'");
		}
	}

	private static List<String> ask(Wire wire, String command, int times) {
		return IntStream.range(0, times).mapToObj((i) -> {
			try {
				return wire.ask(command);
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}).toList();
	}

}
