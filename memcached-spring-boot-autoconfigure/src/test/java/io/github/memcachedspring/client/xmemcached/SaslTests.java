package io.github.memcachedspring.client.xmemcached;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.memcachedspring.client.IncompatibleServersException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that speak the binary protocol only.
 */
class SaslTests {

	private static final int HEADER_SIZE = 24;

	@Test
	void refusesARealServerWithSasl() {
		try (MemcachedServer server = startWithSasl()) {
			assertThatIsRefused(Engines.settings(server.node()));
			assertThatIsRefused(Engines.settings(server.node()).credentials(() -> new Credentials("shop", "secret")));
		}
	}

	private static MemcachedServer startWithSasl() {
		try {
			return MemcachedServer.start("-S");
		}
		catch (UncheckedIOException ex) {
			// Built without, or its plug-ins are not installed.
			System.err.println("Only a fake server with SASL is tested: " + ex.getMessage());
			throw new TestAbortedException("memcached has no SASL here", ex);
		}
	}

	@Test
	void refusesAServerThatClosesConnectionsWithText() throws IOException {
		try (ServerSocket listener = listen()) {
			serve(listener, true);
			assertThatIsRefused(Engines.settings(new MemcachedNode("127.0.0.1", listener.getLocalPort())));
		}
	}

	/** One that closes all connections may have a bad time, and is tried again. */
	@Test
	void doesNotRefuseAServerThatClosesAllConnections() throws IOException {
		try (ServerSocket listener = listen()) {
			serve(listener, false);
			MemcachedNode node = new MemcachedNode("127.0.0.1", listener.getLocalPort());
			try (XMemcachedOperations operations = XMemcachedOperations.connect(Engines.settings(node))) {
				waitUntil(() -> String.valueOf(Secure.failure(operations))
					.contains("closed the connection before it answered"));
				assertThat(operations.connection(Engines.key("any")).refusal()).isNull();
			}
		}
	}

	private static void assertThatIsRefused(XMemcachedSettings settings) {
		assertThat(refusal(settings)).contains("binary protocol",
				"start it with '-Y' and set 'memcached.username' and 'memcached.password'",
				"TLS client certificates or nobody");
	}

	/** On a busy machine the start may not wait for it. */
	private static @Nullable String refusal(XMemcachedSettings settings) {
		try (XMemcachedOperations operations = XMemcachedOperations.connect(settings)) {
			waitUntil(() -> operations.connection(Engines.key("any")).refusal() != null);
			return operations.connection(Engines.key("any")).refusal();
		}
		catch (IncompatibleServersException ex) {
			return ex.getMessage();
		}
	}

	private static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
	}

	private static void serve(ServerSocket listener, boolean binary) {
		Thread thread = new Thread(() -> {
			while (!listener.isClosed()) {
				try (Socket socket = listener.accept()) {
					DataInputStream in = new DataInputStream(socket.getInputStream());
					byte[] header = new byte[HEADER_SIZE];
					header[0] = in.readByte();
					if (binary && header[0] == (byte) 0x80) {
						in.readFully(header, 1, HEADER_SIZE - 1);
						header[0] = (byte) 0x81;
						socket.getOutputStream().write(header);
					}
				}
				catch (IOException ex) {
					// The next client may do better.
				}
			}
		}, "binary-server");
		thread.setDaemon(true);
		thread.start();
	}

}
