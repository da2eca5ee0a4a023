package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of each fault of connections, as a client sees it.
 */
@ParameterizedClass
@EnumSource(FaultyServer.Kind.class)
class ConnectionFaultsTests {

	private final FaultyServer.Kind kind;

	ConnectionFaultsTests(FaultyServer.Kind kind) {
		this.kind = kind;
	}

	@Test
	void hangsInBothDirections() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			assertThat(wire.ask("mn")).isEqualTo("MN");
			server.faults().connections().hang();
			try (Wire later = server.connect()) {
				assertThat(wire.send("ms k 1", "a").isSilent()).isTrue();
				assertThat(later.send("mn").isSilent()).isTrue();
				server.faults().connections().release();
				assertThat(wire.line()).isEqualTo("HD");
				assertThat(later.line()).isEqualTo("MN");
			}
		}
	}

	@Test
	void hangsRequestsOfOneConnection() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect(); Wire other = server.connect()) {
			server.faults().connection(1).hangRequests();
			assertThat(wire.send("ms k 1", "a").isSilent()).isTrue();
			assertThat(other.ask("mg k")).isEqualTo("EN");
			server.faults().clear();
			assertThat(wire.line()).isEqualTo("HD");
		}
	}

	@Test
	void hangsRepliesOfWhatIsDone() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect(); Wire other = server.connect()) {
			server.faults().connection(1).hangReplies();
			wire.send("ms k 1", "a");
			CommandFaultsTests.awaitLine(other, "mg k", "HD");
			assertThat(wire.isSilent()).isTrue();
			server.faults().connection(1).release();
			assertThat(wire.line()).isEqualTo("HD");
		}
	}

	@Test
	void delaysAllRepliesThatWereAskedForTogetherOnce() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().connections().latency(Duration.ofMillis(300));
			long before = System.nanoTime();
			wire.sendRaw("mn\r\n".repeat(100));
			for (int i = 0; i < 100; i++) {
				assertThat(wire.line()).isEqualTo("MN");
			}
			Duration elapsed = Duration.ofNanos(System.nanoTime() - before);
			assertThat(elapsed).isBetween(Duration.ofMillis(300), Duration.ofSeconds(15));
		}
	}

	@Test
	void keepsTheOrderOfRepliesThatJitter() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().connections().latency(Duration.ofMillis(2), Duration.ofMillis(2));
			StringBuilder commands = new StringBuilder();
			for (int i = 0; i < 50; i++) {
				commands.append("mg k%d k O%d\r\nmg k%d\r\n".formatted(i, i, i)).append("ma c N0 J0 v\r\n");
			}
			wire.sendRaw(commands.toString());
			for (int i = 0; i < 50; i++) {
				assertThat(wire.line()).isEqualTo("EN kk%d O%d".formatted(i, i));
				assertThat(wire.line()).isEqualTo("EN");
				assertThat(wire.line()).startsWith("VA ");
				assertThat(wire.line()).isEqualTo(String.valueOf(i));
			}
		}
	}

	@Test
	void endsLatencyWhenItIsHealed() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().connections().latency(Duration.ofDays(1));
			assertThat(wire.send("mn").isSilent()).isTrue();
			server.faults().connections().heal();
			assertThat(wire.line()).isEqualTo("MN");
		}
	}

	@Test
	void limitsBandwidthOfReplies() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			wire.ask("set k 0 0 20000", "x".repeat(20_000));
			server.faults().connections().bandwidth(50_000);
			long before = System.nanoTime();
			assertThat(wire.send("get k").upTo("END")).hasSizeGreaterThan(20_000);
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(350));
		}
	}

	@Test
	void limitsBandwidthOfRequests() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			server.faults().connections().bandwidth(50_000);
			long before = System.nanoTime();
			assertThat(wire.ask("set k 0 0 20000", "x".repeat(20_000))).isEqualTo("STORED");
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(350));
		}
	}

	@Test
	void slicesReplies() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			wire.ask("set k 0 0 60", "x".repeat(60));
			server.faults().connections().slice(1);
			int reads = 0;
			// A reader that wakes up late finds many slices at once.
			for (int tries = 0; tries < 50 && reads <= 5; tries++) {
				reads = readsOfAnAnswer(wire);
			}
			assertThat(reads).isGreaterThan(5);
		}
	}

	private static int readsOfAnAnswer(Wire wire) throws IOException {
		wire.send("get k");
		byte[] buffer = new byte[200];
		int reads = 0;
		StringBuilder answer = new StringBuilder();
		while (!answer.toString().endsWith("END\r\n")) {
			answer.append(new String(buffer, 0, wire.readSome(buffer)));
			reads++;
		}
		assertThat(answer).hasToString("VALUE k 0 60\r\n" + "x".repeat(60) + "\r\nEND\r\n");
		return reads;
	}

	@Test
	void cutsConnectionsAndAcceptsNewOnes() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			wire.ask("mn");
			server.faults().connections().cut();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> wire.ask("mn"));
			try (Wire later = server.connect()) {
				assertThat(later.ask("mn")).isEqualTo("MN");
			}
		}
	}

	@Test
	void countsConnections() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			try (Wire other = server.connect()) {
				assertThat(other.ask("mn")).isEqualTo(wire.ask("mn"));
				assertThat(server.faults().openConnections()).isEqualTo(2);
			}
			server.awaitConnections(1);
			assertThat(server.faults().acceptedConnections()).isEqualTo(2);
		}
	}

	@Test
	void refusesNewConnectionsOnly() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			wire.ask("mn");
			server.faults().newConnections().refuse();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(server::connect);
			assertThat(wire.ask("mn")).isEqualTo("MN");
			server.faults().newConnections().accept();
			try (Wire later = server.connect()) {
				assertThat(later.ask("mn")).isEqualTo("MN");
			}
		}
	}

	@Test
	void resetsNewConnections() throws IOException {
		try (FaultyServer server = this.kind.start()) {
			server.faults().newConnections().reset();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
				try (Wire wire = server.connect()) {
					wire.ask("mn");
				}
			});
			server.awaitConnections(0);
			assertThat(server.faults().acceptedConnections()).isOne();
		}
	}

	@Test
	void staysSilentOnNewConnectionsOnly() throws IOException {
		try (FaultyServer server = this.kind.start(); Wire wire = server.connect()) {
			wire.ask("mn");
			server.faults().newConnections().silence();
			try (Wire silent = server.connect()) {
				assertThat(silent.send("mn").isSilent()).isTrue();
				assertThat(wire.ask("mn")).isEqualTo("MN");
				server.faults().newConnections().accept();
				assertThat(silent.line()).isEqualTo("MN");
			}
		}
	}

}
