package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

import javax.net.ssl.SSLEngine;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.TestCertificates;
import org.jspecify.annotations.Nullable;

/**
 * Sends so much that both sides change their keys, if the JVM was told to do so early.
 * Takes the ports of a server with TLS, which only answers updates, and of one without;
 * before that stands a tunnel which begins them as well. It is no {@code SSLSocket},
 * since that mixes up its keys if it reads and writes at the same time.
 */
final class KeyUpdateProgram {

	private static final int SIZE = 100_000;

	private static final int BUFFER_SIZE = 4 * 1024 * 1024;

	private KeyUpdateProgram() {
	}

	public static void main(String[] args) throws IOException {
		exchange(new MemcachedNode("127.0.0.1", Integer.parseInt(args[0])));
		MemcachedNode plain = new MemcachedNode("127.0.0.1", Integer.parseInt(args[1]));
		try (ServerSocketChannel listener = ServerSocketChannel.open()) {
			listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			Thread tunnel = new Thread(() -> serve(listener, plain), "tunnel");
			tunnel.setDaemon(true);
			tunnel.start();
			exchange(new MemcachedNode("127.0.0.1", listener.socket().getLocalPort()));
		}
		System.out.println("all answers were right");
	}

	private static void exchange(MemcachedNode node) {
		Random random = new Random(1);
		XMemcachedSettings settings = Secure.settings(node).connectTimeout(Engines.PATIENCE);
		try (XMemcachedOperations operations = Engines.connect(settings)) {
			NodeSession session = operations.connection(Engines.key("k")).session();
			for (int i = 0; i < 50; i++) {
				byte[] value = new byte[SIZE];
				random.nextBytes(value);
				Reply<StoreResult> put = operations.put(Engines.key("k" + i), value, Engines.MINUTE);
				Reply<@Nullable Item> get = operations.get(Engines.key("k" + i));
				check(put.await() == StoreResult.STORED, "not stored");
				check(Arrays.equals(value, Objects.requireNonNull(get.await()).value()), "another value");
			}
			check(session == operations.connection(Engines.key("k")).session(), "another connection");
		}
	}

	private static void check(boolean ok, String message) {
		if (!ok) {
			throw new IllegalStateException(message);
		}
	}

	/** Serves one connection. */
	private static void serve(ServerSocketChannel listener, MemcachedNode target) {
		SSLEngine engine = TestCertificates.get()
			.context(TestCertificates.CA, TestCertificates.SERVER)
			.createSSLEngine();
		engine.setUseClientMode(false);
		try (SocketChannel client = listener.accept();
				SocketChannel server = SocketChannel.open(new InetSocketAddress(target.host(), target.port()))) {
			TlsChannel tls = TlsChannel.handshake(client, engine);
			forward(tls, client, server);
		}
		catch (IOException ex) {
			ex.printStackTrace();
		}
	}

	private static void forward(TlsChannel tls, SocketChannel client, SocketChannel server) throws IOException {
		ByteBuffer requests = ByteBuffer.allocate(BUFFER_SIZE);
		ByteBuffer answers = ByteBuffer.allocate(BUFFER_SIZE);
		try (Selector selector = Selector.open()) {
			for (SocketChannel channel : new SocketChannel[] { client, server }) {
				channel.configureBlocking(false);
				channel.register(selector, SelectionKey.OP_READ);
			}
			// What one side does not take now is tried again a little later.
			for (int received = 0; received >= 0; selector.select(5), selector.selectedKeys().clear()) {
				received = tls.receive();
				while (tls.decryptNext(requests)) {
					// The next record may be there.
				}
				server.write(requests.flip());
				requests.compact();
				server.read(answers);
				tls.send(answers.flip());
				answers.compact();
			}
		}
	}

}
