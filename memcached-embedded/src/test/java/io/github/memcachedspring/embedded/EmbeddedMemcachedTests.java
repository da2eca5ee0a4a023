package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link EmbeddedMemcached}.
 */
@Timeout(60)
class EmbeddedMemcachedTests {

	@Test
	void startsOnAnyFreePortOfTheLoopbackInterface() throws IOException {
		try (EmbeddedMemcached one = EmbeddedMemcached.start(); EmbeddedMemcached other = EmbeddedMemcached.start()) {
			assertThat(one.port()).isPositive().isNotEqualTo(other.port());
			assertThat(one.host()).isEqualTo("127.0.0.1");
			assertThat(one.address()).isEqualTo("127.0.0.1:" + one.port());
			assertThat(ask(one, "version\r\n")).isEqualTo("VERSION 1.6.18\r\n");
			assertThat(ask(one, "set a 0 0 1\r\nx\r\n")).isEqualTo("STORED\r\n");
			assertThat(ask(other, "mg a v\r\n")).isEqualTo("EN\r\n");
		}
	}

	@Test
	void saysWhichPortIsNotToBeHad() {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start()) {
			EmbeddedMemcached.Builder builder = EmbeddedMemcached.builder().port(memcached.port());
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(builder::start)
				.withMessageContaining("'port' " + memcached.port())
				.withMessageContaining("0 takes any that is free");
		}
	}

	@Test
	void refusesConnectionsWhileStopped() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start(); Wire wire = new Wire(memcached.port())) {
			assertThat(wire.ask("mn\r\n")).isEqualTo("MN\r\n");
			memcached.stop();
			assertThat(wire.readToEnd()).isEmpty();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Wire(memcached.port()));
			memcached.stop();
			memcached.flushAll();
		}
	}

	@Test
	void comesBackEmptyOnTheSamePort() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start()) {
			int port = memcached.port();
			assertThat(ask(memcached, "ms a 1 c\r\nx\r\n")).isEqualTo("HD c1\r\n");
			assertThat(ask(memcached, "ms b 1 c\r\nx\r\n")).isEqualTo("HD c2\r\n");
			memcached.restart();
			memcached.stop();
			memcached.restart();
			assertThat(memcached.port()).isEqualTo(port);
			assertThat(ask(memcached, "mg a v\r\n")).isEqualTo("EN\r\n");
			assertThat(ask(memcached, "ms a 1 c\r\nx\r\n")).isEqualTo("HD c1\r\n");
		}
	}

	@Test
	void restartClosesConnections() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start(); Wire wire = new Wire(memcached.port())) {
			assertThat(wire.ask("mn\r\n")).isEqualTo("MN\r\n");
			memcached.restart();
			assertThat(wire.readToEnd()).isEmpty();
		}
	}

	@Test
	void closesForGood() {
		EmbeddedMemcached memcached = EmbeddedMemcached.start();
		memcached.close();
		memcached.close();
		memcached.stop();
		assertThatIllegalStateException().isThrownBy(memcached::restart).withMessageContaining("stop()");
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Wire(memcached.port()));
	}

	@Test
	void closesUnderLoadAndInTheMiddleOfCommands() throws IOException {
		EmbeddedMemcached memcached = EmbeddedMemcached.start();
		List<Wire> wires = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Wire wire = new Wire(memcached.port());
			wire.send((i % 2 == 0) ? "set a 0 0 100\r\nhalf" : "mn\r\nmg unfini");
			wires.add(wire);
		}
		memcached.close();
		for (Wire wire : wires) {
			assertThat(wire.readToEnd()).isIn("", "MN\r\n");
			wire.close();
		}
	}

	@Test
	void runsOnDaemonThreadsThatEnd() throws IOException {
		EmbeddedMemcached memcached = EmbeddedMemcached.start();
		assertThat(ask(memcached, "mn\r\n")).isEqualTo("MN\r\n");
		String name = "embedded-memcached-" + memcached.port();
		List<Thread> threads = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(name))
			.toList();
		assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
		memcached.close();
		for (Thread thread : threads) {
			Waiting.until(() -> !thread.isAlive());
		}
	}

	@Test
	void flushesAllItemsOfOpenConnections() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start(); Wire wire = new Wire(memcached.port())) {
			assertThat(wire.ask("ms a 1\r\nx\r\n")).isEqualTo("HD\r\n");
			memcached.flushAll();
			assertThat(wire.ask("mg a v\r\n")).isEqualTo("EN\r\n");
		}
	}

	@Test
	void expiresByItsClock() throws IOException {
		SettableClock clock = new SettableClock();
		EmbeddedMemcached.Builder builder = EmbeddedMemcached.builder().clock(clock);
		try (EmbeddedMemcached one = builder.start(); EmbeddedMemcached other = builder.start()) {
			assertThat(one.clock()).isSameAs(clock).isSameAs(other.clock());
			assertThat(ask(one, "ms a 1 T3600\r\nx\r\n") + ask(other, "ms a 1 T3601\r\nx\r\n"))
				.isEqualTo("HD\r\nHD\r\n");
			clock.advance(Duration.ofSeconds(3500));
			assertThat(ask(one, "mg a\r\n") + ask(other, "mg a\r\n")).isEqualTo("HD\r\nHD\r\n");
			clock.advance(Duration.ofSeconds(100));
			assertThat(ask(one, "mg a\r\n")).isEqualTo("EN\r\n");
			clock.advance(Duration.ofSeconds(1));
			assertThat(ask(other, "mg a\r\n")).isEqualTo("EN\r\n");
		}
	}

	@Test
	void expiresAtAbsoluteTimesOfItsClock() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start()) {
			memcached.clock().advance(Duration.ofDays(400));
			long inAnHour = memcached.clock().now().getEpochSecond() + 3600;
			assertThat(ask(memcached, "ms a 1 T" + inAnHour + "\r\nx\r\n")).isEqualTo("HD\r\n");
			assertThat(ask(memcached, "mg a t\r\n")).matches("HD t3(600|59[89])\r\n");
			memcached.clock().advance(Duration.ofHours(1));
			assertThat(ask(memcached, "mg a\r\n")).isEqualTo("EN\r\n");
		}
	}

	@Test
	void advancesOnlyForward() {
		SettableClock clock = new SettableClock();
		Instant before = clock.now();
		clock.advance(Duration.ofDays(1));
		assertThat(clock.now()).isBetween(before.plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
			.withMessageContaining("'duration'");
	}

	@Test
	void limitsConnections() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.builder().maxConnections(2).start();
				Wire first = new Wire(memcached.port())) {
			assertThat(first.ask("mn\r\n")).isEqualTo("MN\r\n");
			try (Wire second = new Wire(memcached.port()); Wire third = new Wire(memcached.port())) {
				assertThat(second.ask("mn\r\n")).isEqualTo("MN\r\n");
				assertThat(third.readToEnd()).isEqualTo("ERROR Too many open connections\r\n");
			}
			Waiting.until(() -> first.ask("stats\r\n").contains("STAT curr_connections 1\r\n"));
			assertThat(ask(memcached, "mn\r\n")).isEqualTo("MN\r\n");
		}
	}

	@Test
	void closesConnectionsOfTheBinaryProtocol() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start(); Wire wire = new Wire(memcached.port())) {
			wire.send("\u0080\n" + "\0".repeat(22));
			assertThat(wire.readToEnd()).isEmpty();
		}
	}

	@Test
	void refusesLimitsThatDoNotFit() {
		EmbeddedMemcached.Builder builder = EmbeddedMemcached.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.port(-1)).withMessageContaining("'port'");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.port(65536)).withMessageContaining("'port'");
		assertThatIllegalArgumentException().isThrownBy(EmbeddedMemcached.builder().maxItemSize(1023)::start)
			.withMessageContaining("'maxItemSize'");
		assertThatIllegalArgumentException().isThrownBy(EmbeddedMemcached.builder().memoryLimit(1_000_000)::start)
			.withMessageContaining("'memoryLimit'");
		assertThatIllegalArgumentException().isThrownBy(EmbeddedMemcached.builder().maxConnections(0)::start)
			.withMessageContaining("'maxConnections'");
	}

	@Test
	void countsInSixtyFourBitsWithoutASign() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start(); Wire wire = new Wire(memcached.port())) {
			assertThat(wire.ask("set n 0 0 20\r\n18446744073709551615\r\n")).isEqualTo("STORED\r\n");
			assertThat(wire.ask("incr n 1\r\n")).isEqualTo("0\r\n");
			assertThat(wire.ask("incr n 18446744073709551614\r\n")).isEqualTo("18446744073709551614\r\n");
			assertThat(wire.ask("decr n 18446744073709551615\r\n")).isEqualTo("0\r\n");
			assertThat(wire.ask("incr n 18446744073709551616\r\n"))
				.isEqualTo("CLIENT_ERROR invalid numeric delta argument\r\n");
		}
	}

	@Test
	void startsQuickly() throws IOException {
		long start = System.nanoTime();
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start()) {
			assertThat(ask(memcached, "mn\r\n")).isEqualTo("MN\r\n");
			long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
			System.out.printf("Embedded memcached: %d ms from start to first answer%n", millis);
			assertThat(millis).isLessThan(5000);
		}
	}

	private static String ask(EmbeddedMemcached memcached, String command) throws IOException {
		try (Wire wire = new Wire(memcached.port())) {
			return wire.ask(command);
		}
	}

}
