package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of each fault that happens to a command, as a client sees it.
 */
@ParameterizedClass
@EnumSource(FaultyServer.Kind.class)
class CommandFaultsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final FaultyServer.Kind kind;

	CommandFaultsTests(FaultyServer.Kind kind) {
		this.kind = kind;
	}

	@Test
	void delaysAndThenExecutes() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			FaultRule rule = server.faults().on(Command.verb("ms")).once().delay(Duration.ofMillis(200));
			long before = System.nanoTime();
			assertThat(wire.ask("ms k 1", "a")).isEqualTo("HD");
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
			assertThat(rule.fired()).isOne();
			assertThat(wire.ask("mg k v")).isEqualTo("VA 1");
		}
	}

	@Test
	void endsADelayWhenItsRuleIsRemoved() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			FaultRule rule = server.faults().on(Command.any()).delay(Duration.ofDays(1));
			wire.send("mn");
			assertThat(rule.awaitFired(1, PATIENCE)).isTrue();
			rule.remove();
			assertThat(wire.line()).isEqualTo("MN");
		}
	}

	@Test
	void hangsBeforeExecution() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect(); Wire observer = server.connect()) {
			FaultRule rule = server.faults().on(Command.verb("ms")).hang();
			wire.send("ms k 1", "a", "mn");
			assertThat(rule.awaitFired(1, PATIENCE)).isTrue();
			assertThat(wire.isSilent()).isTrue();
			assertThat(observer.ask("mg k v")).isEqualTo("EN");
			rule.remove();
			assertThat(wire.line()).isEqualTo("HD");
			assertThat(wire.line()).isEqualTo("MN");
			assertThat(observer.ask("mg k v")).isEqualTo("VA 1");
		}
	}

	@Test
	void hangsAfterExecution() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect(); Wire observer = server.connect()) {
			FaultRule rule = server.faults().on(Command.verb("ms")).afterExecution().hang();
			wire.send("ms k 1", "a");
			assertThat(rule.awaitFired(1, PATIENCE)).isTrue();
			awaitLine(observer, "mg k", "HD");
			assertThat(wire.isSilent()).isTrue();
			server.faults().clear();
			assertThat(wire.line()).isEqualTo("HD");
		}
	}

	@Test
	void doesNotExecuteWhatItHeldOnAConnectionThatWasCut() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect(); Wire observer = server.connect()) {
			FaultRule rule = server.faults().on(Command.verb("ms")).hang();
			wire.send("ms k 1", "a");
			assertThat(rule.awaitFired(1, PATIENCE)).isTrue();
			server.faults().connection(1).cut();
			assertThatExceptionOfType(SocketException.class).isThrownBy(wire::rest);
			rule.remove();
			assertThat(observer.ask("mg k")).isEqualTo("EN");
		}
	}

	@Test
	void cutsAnswerAfterSoManyBytes() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			wire.ask("set k 0 0 5", "hello");
			server.faults().on(Command.verb("get")).cut(8);
			assertThat(wire.send("get k").rest()).isEqualTo("VALUE k ");
		}
	}

	@Test
	void cutsAnswerInTheMiddleOfItsValue() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire text = server.connect(); Wire meta = server.connect()) {
			text.ask("set k 0 0 5", "hello");
			server.faults().on(Command.any()).cutMidValue();
			assertThat(text.send("get k").rest()).isEqualTo("VALUE k 0 5\r\nhe");
			assertThat(meta.send("mg k v").rest()).isEqualTo("VA 5\r\nhe");
		}
	}

	@Test
	void cutsAnswerWithoutValueInItsMiddle() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().on(Command.any()).cutMidValue();
			assertThat(wire.send("mn").rest()).isEqualTo("MN");
		}
	}

	@Test
	void repliesWithErrorInsteadOfExecution() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().on(Command.verb("ms", "set")).replyWith("SERVER_ERROR out of memory");
			assertThat(wire.ask("ms k 1", "a")).isEqualTo("SERVER_ERROR out of memory");
			assertThat(wire.ask("set k 0 0 1", "a")).isEqualTo("SERVER_ERROR out of memory");
			assertThat(wire.ask("mg k v")).isEqualTo("EN");
		}
	}

	@Test
	void repliesWithErrorAfterExecution() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().on(Command.verb("ms")).afterExecution().replyWith("SERVER_ERROR out of memory");
			assertThat(wire.ask("ms k 1", "a")).isEqualTo("SERVER_ERROR out of memory");
			assertThat(wire.ask("mg k v")).isEqualTo("VA 1");
		}
	}

	@Test
	void keepsAnswersApartWhenSomeOfManyCommandsHaveFaults() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().on(Command.keyStartingWith("bad")).replyWith("SERVER_ERROR busy");
			wire.send("set good 0 0 2", "ok", "set bad 0 0 2", "no", "get good bad", "get good", "mg bad v", "mn",
					"mg good v q", "mg bad v q", "mg none v q", "mn");
			assertThat(wire.upTo("MN")).isEqualTo(
					"STORED\nSERVER_ERROR busy\nSERVER_ERROR busy\nVALUE good 0 2\nok\nEND\nSERVER_ERROR busy\n");
			assertThat(wire.upTo("MN")).isEqualTo("VA 2\nok\nSERVER_ERROR busy\n");
		}
	}

	@Test
	void repliesWithWrongBytes() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().on(Command.verb("mg")).wrongReply("VA 3 kother\r\nabc\r\n".getBytes());
			wire.send("mg k v k", "mn");
			assertThat(wire.upTo("MN")).isEqualTo("VA 3 kother\nabc\n");
		}
	}

	@Test
	void repliesWithGarbageOfThatLength() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().on(Command.verb("mg")).garbage(64);
			String first = wire.send("mg k v").bytes(64);
			assertThat(wire.send("mg k v").bytes(64)).isEqualTo(first).isNotEqualTo("\0".repeat(64));
			assertThat(wire.ask("mn")).isEqualTo("MN");
		}
	}

	@Test
	void rewritesAnswer() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults()
				.on(Command.verb("mg"))
				.rewrite((answer) -> new String(answer).replace("EN", "SERVER_ERROR was EN").getBytes());
			assertThat(wire.ask("mg k v")).isEqualTo("SERVER_ERROR was EN");
		}
	}

	@Test
	void corruptsOneByteOfTheValue() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			wire.ask("set k 0 0 5", "hello");
			server.faults().on(Command.verb("mg")).once().corruptByte();
			server.faults().on(Command.verb("mg")).once().corruptByte(0);
			wire.send("mg k v", "mg k v", "mg k v", "mn");
			assertThat(wire.upTo("MN")).isEqualTo("VA 5\nhemlo\nWA 5\nhello\nVA 5\nhello\n");
		}
	}

	@Test
	void resetsConnectionWithoutExecution() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect(); Wire observer = server.connect()) {
			server.faults().on(Command.verb("ms")).close();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> wire.ask("ms k 1", "a"));
			assertThat(observer.ask("mg k v")).isEqualTo("EN");
		}
	}

	@Test
	void resetsConnectionAfterExecution() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect(); Wire observer = server.connect()) {
			server.faults().on(Command.verb("ms")).afterExecution().close();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> wire.ask("ms k 1", "a"));
			assertThat(observer.ask("mg k v")).isEqualTo("VA 1");
		}
	}

	@Test
	void dropsAnswerAndKeepsConnection() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().on(Command.verb("ms")).once().drop();
			server.faults().on(Command.verb("ms")).once().beforeExecution().drop();
			wire.send("ms k 1", "a", "mg k", "ms l 1", "a", "mg l", "mn");
			assertThat(wire.upTo("MN")).isEqualTo("HD\nEN\n");
		}
	}

	static void awaitLine(Wire wire, String command, String line) throws IOException {
		long giveUp = System.nanoTime() + PATIENCE.toNanos();
		String answer = wire.ask(command);
		while (!answer.equals(line) && System.nanoTime() < giveUp) {
			answer = wire.ask(command);
		}
		assertThat(answer).isEqualTo(line);
	}

}
