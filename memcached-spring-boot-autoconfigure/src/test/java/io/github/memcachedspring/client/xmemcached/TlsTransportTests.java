package io.github.memcachedspring.client.xmemcached;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TcpProxy;
import io.github.memcachedspring.test.TestCertificates;
import io.github.memcachedspring.test.Wiretap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.answers;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes over an encrypted connection.
 */
@Tag("slow")
class TlsTransportTests {

	private final TestCertificates certificates = TestCertificates.get();

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void everyAnswerIsThatToItsCommand(String protocol) throws Exception {
		try (MemcachedServer server = start(); XMemcachedOperations operations = connect(protocol, server.node())) {
			NodeSession session = operations.connection(Engines.key("any")).session();
			LoadTests.run(protocol, operations, 32, LoadTests.DURATION.dividedBy(2));
			assertThat(operations.connection(Engines.key("any")).session()).isSameAs(session);
		}
	}

	@Test
	void everyAnswerIsThatToItsCommandWhenBytesComeInSlices() throws Exception {
		try (MemcachedServer server = start();
				TcpProxy proxy = TcpProxy.slicing(server.node(), 7);
				XMemcachedOperations operations = Engines.connect(Secure.settings(proxy.node()))) {
			LoadTests.run("TLS in slices", operations, 8, LoadTests.DURATION.dividedBy(3));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void carriesLargeValuesBothWays(String protocol) {
		try (MemcachedServer server = start("-I", "4m");
				XMemcachedOperations operations = Engines.connect(Secure
					.settings(this.certificates.context(TestCertificates.CA, null), List.of(protocol), server.node())
					.maxItemSize(4 * 1024 * 1024))) {
			for (int size : List.of(16_383, 16_384, 65_536, 1024 * 1024, 3 * 1024 * 1024)) {
				byte[] value = new byte[size];
				new Random(size).nextBytes(value);
				assertThat(operations.put(Engines.key("large"), value, MINUTE).await()).isEqualTo(StoreResult.STORED);
				assertThat(Objects.requireNonNull(operations.get(Engines.key("large")).await()).value())
					.isEqualTo(value);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void sendsNothingInPlainText(String protocol) throws Exception {
		try (MemcachedServer server = start();
				Wiretap wiretap = Wiretap.before(server.node());
				XMemcachedOperations operations = connect(protocol, wiretap.node())) {
			LoadTests.run("wiretap", operations, 4, Duration.ofMillis(300));
			operations.put(Engines.key("canary-key"), Engines.bytes("canary-value"), MINUTE).await();
			operations.get(Engines.key("canary-key")).await();
			wiretap.cut();
			waitUntil(() -> wiretap.connectedAt().size() > 1 && operations.isConnected(wiretap.node()));
			assertThat(wiretap.streams()).hasSizeGreaterThanOrEqualTo(4).allSatisfy((stream) -> {
				assertThatConsistsOfTlsRecords(stream);
				assertThat(new String(stream, StandardCharsets.ISO_8859_1)).doesNotContain("canary", "version",
						"VERSION");
			});
			System.out.printf("wiretap, %s: %d bytes, all of them in TLS records%n", protocol,
					wiretap.streams().stream().mapToInt((stream) -> stream.length).sum());
		}
	}

	/** Each has a type, a version and a length (RFC 8446, 5.1); the last may be cut. */
	private static void assertThatConsistsOfTlsRecords(byte[] stream) {
		ByteBuffer bytes = ByteBuffer.wrap(stream);
		while (bytes.remaining() >= 5) {
			assertThat(bytes.get()).isBetween((byte) 20, (byte) 23);
			assertThat(bytes.getShort()).isBetween((short) 0x0301, (short) 0x0303);
			int length = bytes.getShort();
			assertThat(length).isBetween(1, 16_384 + 2_048);
			bytes.position(Math.min(bytes.position() + length, bytes.limit()));
		}
	}

	@Test
	void aServerThatStallsInTheHandshakeDelaysNobody() throws Exception {
		try (MemcachedServer good = start();
				ServerSocket stalling = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
				XMemcachedOperations operations = XMemcachedOperations
					.connect(Secure.settings(good.node(), new MemcachedNode("127.0.0.1", stalling.getLocalPort())))) {
			MemcachedNode bad = operations.nodes().get(1);
			for (int i = 0; i < 3; i++) {
				waitUntil(() -> answers(operations, good.node()));
				for (int n = 0; n < 200; n++) {
					assertThat(operations.on(good.node()).ping().await()).isTrue();
				}
				good.restart();
			}
			waitUntil(() -> failure(operations, bad).contains("the TLS handshake was not finished"));
			assertThat(operations.isConnected(bad)).isFalse();
			assertThat(handshakingThreads()).isLessThanOrEqualTo(2);
		}
		waitUntil(() -> handshakingThreads() == 0);
	}

	private static String failure(XMemcachedOperations operations, MemcachedNode node) {
		try {
			return String.valueOf(operations.on(node).ping().await());
		}
		catch (MemcachedConnectionException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static long handshakingThreads() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.filter((frames) -> List.of(frames)
				.stream()
				.anyMatch((frame) -> frame.getClassName().equals(TlsChannel.class.getName())))
			.count();
	}

	@Test
	void saysGoodbyeAndUnderstandsIt() throws Exception {
		try (MemcachedServer server = MemcachedServer.start();
				TlsTunnel tunnel = new TlsTunnel(
						this.certificates.context(TestCertificates.CA, TestCertificates.SERVER), server.node())) {
			try (XMemcachedOperations operations = Engines.connect(Secure.settings(tunnel.node()))) {
				NodeSession session = operations.connection(Engines.key("any")).session();
				tunnel.closeConnections();
				waitUntil(() -> Objects.requireNonNull(session).isClosed());
				waitUntil(() -> answers(operations, tunnel.node()));
				waitUntil(() -> !tunnel.ends().isEmpty());
				tunnel.ends().clear();
			}
			waitUntil(() -> !tunnel.ends().isEmpty());
			assertThat(tunnel.ends()).containsOnly("close_notify");
		}
	}

	/** Usually that happens after 137 GB; here after 128 KB. */
	@Test
	void goesOnWhenKeysAreUpdated(@TempDir Path directory) throws Exception {
		Path limits = Files.writeString(directory.resolve("limits"), """
				jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^17, ChaCha20-Poly1305 KeyUpdate 2^17
				""");
		Path output = directory.resolve("output");
		try (MemcachedServer encrypted = start(); MemcachedServer plain = MemcachedServer.start()) {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("java.class.path"), "-Djava.security.properties=" + limits,
					"-D" + TestCertificates.DIRECTORY + "=" + this.certificates.keyStoreFile().getParent(),
					"-Djavax.net.debug=ssl:handshake", KeyUpdateProgram.class.getName(),
					String.valueOf(encrypted.port()), String.valueOf(plain.port()))
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		String text = Files.readString(output);
		assertThat(text).contains("all answers were right");
		System.out.printf("key updates: %d sent, %d received%n", count(text, "Produced KeyUpdate"),
				count(text, "Consuming KeyUpdate"));
		assertThat(count(text, "Produced KeyUpdate")).isGreaterThan(20);
		assertThat(count(text, "Consuming KeyUpdate")).isGreaterThan(20);
	}

	private static int count(String text, String part) {
		return text.split(part, -1).length - 1;
	}

	private XMemcachedOperations connect(String protocol, MemcachedNode node) {
		return Engines
			.connect(Secure.settings(this.certificates.context(TestCertificates.CA, null), List.of(protocol), node));
	}

	private MemcachedServer start(String... options) {
		String[] tls = this.certificates.serverArguments(TestCertificates.SERVER);
		return MemcachedServer.start(Stream.of(tls, options).flatMap(Arrays::stream).toArray(String[]::new));
	}

}
