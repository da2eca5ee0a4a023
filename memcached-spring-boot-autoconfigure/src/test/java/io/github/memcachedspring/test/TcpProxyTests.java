package io.github.memcachedspring.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TcpProxy}.
 */
@ExtendWith(MemcachedServerExtension.class)
class TcpProxyTests {

	private final MemcachedServer server;

	TcpProxyTests(MemcachedServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 1000 })
	void forwardsAllBytes(int sliceSize) throws IOException {
		String value = "0123456789".repeat(10_000);
		try (TcpProxy proxy = TcpProxy.slicing(this.server.node(), sliceSize)) {
			assertThat(TextExchange.exchange(proxy.port(), "ms slices 100000\r\n" + value + "\r\nmg slices v"))
				.isEqualTo("HD\r\nVA 100000\r\n" + value);
		}
	}

	@Test
	void reachesTheReceiverInSlices() throws IOException {
		try (TcpProxy proxy = TcpProxy.slicing(this.server.node(), 1)) {
			// A reader that wakes up late finds several slices at once.
			Awaitility.await().until(() -> readsOfAnAnswer(proxy) > 3);
		}
	}

	private static int readsOfAnAnswer(TcpProxy proxy) throws IOException {
		try (Socket socket = connect(proxy)) {
			send(socket, "version");
			int reads = 0;
			byte[] buffer = new byte[100];
			String answer = "";
			while (!answer.endsWith("\n")) {
				int count = socket.getInputStream().read(buffer);
				answer += new String(buffer, 0, count, StandardCharsets.US_ASCII);
				reads++;
			}
			assertThat(answer).startsWith("VERSION ");
			return reads;
		}
	}

	@Test
	void refusesEmptySlices() {
		assertThatIllegalArgumentException().isThrownBy(() -> TcpProxy.slicing(this.server.node(), 0))
			.withMessage("'sliceSize' must be at least 1: 0");
	}

	@Test
	void cutsConnectionsAndAcceptsNewOnes() throws IOException {
		try (TcpProxy proxy = TcpProxy.before(this.server.node()); Socket socket = connect(proxy)) {
			assertThat(exchange(socket)).isEqualTo("MN\r\n");
			proxy.cut();
			assertThat(isClosed(socket.getInputStream())).isTrue();
			assertThat(TextExchange.exchange(proxy.port(), "mn")).isEqualTo("MN");
		}
	}

	@Test
	void cutsTheServerSideEvenWhileHolding() throws IOException {
		try (RecordingServer target = RecordingServer.start();
				TcpProxy proxy = TcpProxy.before(target.node());
				Socket socket = connect(proxy)) {
			exchange(socket);
			proxy.hold();
			send(socket, "mg lost");
			proxy.cut();
			proxy.release();
			assertThat(TextExchange.exchange(proxy.port(), "mn")).isEqualTo("MN");
			assertThat(target.lines()).doesNotContain("mg lost");
		}
	}

	@Test
	void forwardsWhatItHeldOnceReleased() throws IOException {
		try (RecordingServer target = RecordingServer.start();
				TcpProxy proxy = TcpProxy.before(target.node());
				Socket socket = connect(proxy)) {
			proxy.hold();
			send(socket, "mn");
			assertSilent(socket);
			assertThat(target.lines()).isEmpty();
			proxy.release();
			assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("MN\r\n");
		}
	}

	@Test
	void forwardsRequestsWhileItHoldsReplies() throws IOException {
		try (RecordingServer target = RecordingServer.start();
				TcpProxy proxy = TcpProxy.before(target.node());
				Socket socket = connect(proxy)) {
			proxy.holdReplies();
			send(socket, "mn");
			assertSilent(socket);
			Awaitility.await().untilAsserted(() -> assertThat(target.lines()).containsExactly("mn"));
			proxy.release();
			assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("MN\r\n");
		}
	}

	private static Socket connect(TcpProxy proxy) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static void send(Socket socket, String line) throws IOException {
		socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
	}

	private static String exchange(Socket socket) throws IOException {
		send(socket, "mn");
		return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
	}

	private static void assertSilent(Socket socket) throws IOException {
		socket.setSoTimeout(200);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
		socket.setSoTimeout(10_000);
	}

	private static boolean isClosed(InputStream in) throws IOException {
		try {
			return in.read() < 0;
		}
		catch (SocketException ex) {
			return true;
		}
	}

}
