package io.github.memcachedspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MemcachedServer} and {@link MemcachedServerExtension}.
 */
@ExtendWith(MemcachedServerExtension.class)
class MemcachedServerTests {

	private final MemcachedServer shared;

	MemcachedServerTests(MemcachedServer shared) {
		this.shared = shared;
	}

	@Test
	void answersCommandsWithoutTheLastLineBreak() {
		assertThat(this.shared.command("mn")).isEqualTo("MN");
		assertThat(this.shared.command("ms answers 2\r\nab\r\nmg answers v")).isEqualTo("HD\r\nVA 2\r\nab");
	}

	@Test
	void keepsBytesAsTheyAreInCommands() {
		assertThat(this.shared.command("ms bytes 2\r\n\u00e9\0\r\nmg bytes v")).isEqualTo("HD\r\nVA 2\r\n\u00e9\0");
	}

	@Test
	void readsStatistics() {
		long before = this.shared.stat("cmd_get");
		this.shared.command("get nothing");
		assertThat(this.shared.stat("cmd_get")).isEqualTo(before + 1);
		assertThat(this.shared.stats()).containsKeys("version", "pid", "uptime");
		assertThatIllegalArgumentException().isThrownBy(() -> this.shared.stat("nonsense"))
			.withMessage("Memcached has no statistic 'nonsense'");
	}

	@Test
	void flushesEverything() {
		try (MemcachedServer server = MemcachedServer.start()) {
			server.command("ms flushed 1\r\na");
			server.flushAll();
			assertThat(server.command("mg flushed v")).isEqualTo("EN");
		}
	}

	@Test
	void passesArgumentsOn() {
		try (MemcachedServer server = MemcachedServer.start("-I", "2m")) {
			assertThat(server.command("stats settings")).contains("STAT item_size_max 2097152");
		}
	}

	@Test
	void saysWhyItDoesNotStart() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> MemcachedServer.start("--no-such-argument").close())
			.withMessageContaining("Memcached did not start: ")
			.withMessageContaining("no-such-argument");
	}

	@Test
	void restartsEmptyOnTheSamePort() {
		try (MemcachedServer server = MemcachedServer.start()) {
			int port = server.port();
			long pid = server.stat("pid");
			server.command("ms restarts 1\r\na");
			server.restart();
			assertThat(server.port()).isEqualTo(port).isEqualTo(server.node().port());
			assertThat(server.stat("pid")).isNotEqualTo(pid);
			assertThat(server.command("mg restarts v")).isEqualTo("EN");
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void keepsItsPortFromOthersWhileItIsDown() throws IOException {
		try (MemcachedServer server = MemcachedServer.start(); ServerSocket other = new ServerSocket()) {
			other.setReuseAddress(false);
			server.kill();
			assertThatExceptionOfType(BindException.class)
				.isThrownBy(() -> other.bind(new InetSocketAddress("127.0.0.1", server.port())));
			server.restart();
			assertThat(server.command("mn")).isEqualTo("MN");
		}
	}

	@Test
	void isGoneAfterKill() {
		try (MemcachedServer server = MemcachedServer.start()) {
			long pid = server.stat("pid");
			server.kill();
			assertThat(ProcessHandle.of(pid)).isEmpty();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> server.command("mn"));
			assertThatIllegalStateException().isThrownBy(server::pause);
		}
	}

	@Test
	void endsOnCloseEvenWhenPaused() {
		MemcachedServer server = MemcachedServer.start();
		ProcessHandle process = ProcessHandle.of(server.stat("pid")).orElseThrow();
		server.pause();
		server.close();
		assertThat(process.isAlive()).isFalse();
	}

	@Test
	void answersAfterResumeWhatWasSentDuringPause() throws IOException {
		try (MemcachedServer server = MemcachedServer.start()) {
			server.pause();
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
				socket.setSoTimeout(100);
				socket.getOutputStream().write("mn\r\n".getBytes(StandardCharsets.US_ASCII));
				assertThatExceptionOfType(SocketTimeoutException.class)
					.isThrownBy(() -> socket.getInputStream().read());
				socket.setSoTimeout(10_000);
				server.resume();
				assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("MN\r\n");
			}
		}
	}

	@Test
	void skipsTestsWithoutMemcachedButFailsThemInContinuousIntegration() {
		assertThat(MemcachedServer.missing(false)).isInstanceOf(TestAbortedException.class)
			.hasMessageContaining("apt-get install memcached");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> MemcachedServer.missing(true))
			.withMessageContaining("apt-get install memcached");
	}

	@Nested
	class InNestedClasses {

		@Test
		void sharesTheServerOfTheOuterClass(MemcachedServer server) {
			assertThat(server).isSameAs(MemcachedServerTests.this.shared);
		}

	}

}
