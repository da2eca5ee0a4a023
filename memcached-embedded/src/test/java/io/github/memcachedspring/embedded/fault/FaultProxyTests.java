package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of a proxy without faults, and of its end.
 */
@ParameterizedClass
@EnumSource(FaultyServer.Kind.class)
class FaultProxyTests {

	private final FaultyServer.Kind kind;

	FaultProxyTests(FaultyServer.Kind kind) {
		this.kind = kind;
	}

	@Test
	void passesAnswersOfAllKindsOn() throws IOException {
		try (FaultyServer server = this.kind.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				Wire direct = server.connect();
				Wire proxied = new Wire(proxy.port())) {
			String commands = String.join("\r\n", "set #a 5 0 7", "END\r\nMN", "set #b 0 0 0", "", "get #a #b #c",
					"gets none", "gat 100 #a #b", "ms #c 4 T90", "MN\r\n", "mg #c v f t k Oabc", "mg #c v q",
					"mg none v q", "ms #d 1 q", "x", "me none", "md none q", "ma #n N0 J7 v", "ma #n v q", "incr #n 2",
					"decr none 1", "touch #a 100", "append #a 0 0 1 noreply", "z", "delete #b noreply",
					"replace none 0 0 1", "x", "set #e 0 0 x", "set #e 0 0 1 noreply", "toolong", "verbosity 1",
					"stats reset", "nonsense", "", "add #a 0 0 1", "y", "get #a #b #e", "mn", "mg end k");
			String expected = direct.send(commands.replace("#", "x:")).upTo("EN kend").replace("x:", "#");
			String actual = proxied.send(commands.replace("#", "y:")).upTo("EN kend").replace("y:", "#");
			assertThat(actual).isEqualTo(expected).contains("VA 4 f0 t90 k#c Oabc");
		}
	}

	@Test
	void passesListsOn() throws IOException {
		try (FaultyServer server = this.kind.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				Wire wire = new Wire(proxy.port())) {
			assertThat(wire.ask("set a 0 0 1", "a")).isEqualTo("STORED");
			assertThat(wire.send("stats", "mn").upTo("END")).contains("STAT pid ", "STAT curr_items 1\n");
			assertThat(wire.line()).isEqualTo("MN");
			assertThat(wire.send("lru_crawler metadump all").upTo("END")).contains("key=a ");
			assertThat(wire.ask("mn")).isEqualTo("MN");
		}
	}

	@Test
	void passesLongValuesOn() throws IOException {
		try (FaultyServer server = this.kind.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				Wire wire = new Wire(proxy.port())) {
			String value = "v".repeat(1_000_000);
			assertThat(wire.ask("set k 0 0 1000000", value)).isEqualTo("STORED");
			String answer = "VALUE k 0 1000000\r\n" + value + "\r\nEND\r\n";
			assertThat(wire.send("get k").bytes(answer.length())).isEqualTo(answer);
			assertThat(wire.ask("set k 0 0 2000000", value + value)).startsWith("SERVER_ERROR");
			assertThat(wire.ask("get k")).isEqualTo("END");
		}
	}

	@Test
	void answersClientThatEndsItsOutput() throws IOException {
		try (FaultyServer server = this.kind.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				Wire wire = new Wire(proxy.port())) {
			wire.send("ms k 1", "a", "mg k v").endOutput();
			assertThat(wire.rest()).isEqualTo("HD\r\nVA 1\r\na\r\n");
		}
	}

	@Test
	void closesClientWhenServerDoes() throws IOException {
		try (FaultyServer server = this.kind.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				Wire idle = new Wire(proxy.port());
				Wire wire = new Wire(proxy.port())) {
			assertThat(idle.ask("mn")).isEqualTo("MN");
			assertThat(wire.send("mn", "quit").rest()).isEqualTo("MN\r\n");
			server.kill();
			assertThat(idle.rest()).isEmpty();
		}
	}

	@Test
	void closesClientWhenThereIsNoServer() throws IOException {
		FaultyServer server = this.kind.start();
		server.kill();
		try (FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port()); Wire wire = new Wire(proxy.port())) {
			assertThat(wire.rest()).isEmpty();
			assertThat(proxy.acceptedConnections()).isOne();
		}
	}

	@Test
	void closesWhateverHangs() throws IOException {
		FaultyServer server = this.kind.start();
		FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
		try (server;
				Wire before = new Wire(proxy.port());
				Wire after = new Wire(proxy.port());
				Wire held = new Wire(proxy.port())) {
			FaultRule rule = proxy.faults().on(Command.verb("mg")).hang();
			FaultRule other = proxy.faults().on(Command.verb("md")).afterExecution().hang();
			proxy.faults().connection(3).hang();
			before.send("mg k");
			after.send("md k");
			held.send("mn");
			assertThat(rule.awaitFired(1, Duration.ofSeconds(10))).isTrue();
			assertThat(other.awaitFired(1, Duration.ofSeconds(10))).isTrue();
			proxy.close();
			for (Wire wire : new Wire[] { before, after, held }) {
				assertThatExceptionOfType(IOException.class).isThrownBy(wire::line);
			}
			assertThat(proxy.openConnections()).isZero();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Wire(proxy.port()));
		}
	}

}
