package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.memcachedspring.embedded.EmbeddedMemcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of faults and the life of the embedded server.
 */
class EmbeddedFaultsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	void keepsFaultsOverRestartAndCountsConnectionsOn() throws IOException {
		try (EmbeddedMemcached server = EmbeddedMemcached.start(); Wire before = new Wire(server.port())) {
			server.faults().on(Command.onConnection(2)).replyWith("SERVER_ERROR fault");
			assertThat(before.ask("ms k 1 c", "a")).startsWith("HD c");
			server.restart();
			try (Wire after = new Wire(server.port())) {
				assertThat(after.ask("mg k")).isEqualTo("SERVER_ERROR fault");
				server.faults().clear();
				assertThat(after.ask("mg k")).isEqualTo("EN");
			}
			assertThat(before.rest()).isEmpty();
		}
	}

	@Test
	void countsCasNumbersAnewAfterRestart() throws IOException {
		try (EmbeddedMemcached server = EmbeddedMemcached.start()) {
			assertThat(storeAndReturnCas(server)).isEqualTo(storeAndReturnCasAfterRestart(server));
		}
	}

	private static String storeAndReturnCasAfterRestart(EmbeddedMemcached server) throws IOException {
		server.restart();
		return storeAndReturnCas(server);
	}

	private static String storeAndReturnCas(EmbeddedMemcached server) throws IOException {
		try (Wire wire = new Wire(server.port())) {
			return wire.ask("ms k 1 c", "a");
		}
	}

	@Test
	void refusesConnectionsOverRestart() throws IOException {
		try (EmbeddedMemcached server = EmbeddedMemcached.start()) {
			server.faults().newConnections().refuse();
			server.restart();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Wire(server.port()));
			server.stop();
			server.faults().clear();
			server.restart();
			try (Wire wire = new Wire(server.port())) {
				assertThat(wire.ask("mn")).isEqualTo("MN");
			}
		}
	}

	@Test
	void stopsWhateverHangs() throws IOException {
		try (EmbeddedMemcached server = EmbeddedMemcached.start();
				Wire hung = new Wire(server.port());
				Wire held = new Wire(server.port())) {
			FaultRule rule = server.faults().on(Command.verb("mg")).hang();
			server.faults().connection(2).hang();
			hung.send("mg k");
			held.send("mn");
			assertThat(rule.awaitFired(1, PATIENCE)).isTrue();
			server.stop();
			assertThatExceptionOfType(IOException.class).isThrownBy(hung::line);
			assertThatExceptionOfType(IOException.class).isThrownBy(held::line);
		}
	}

}
