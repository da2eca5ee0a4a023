package io.github.memcachedspring.client.xmemcached;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

/**
 * A blocking connection beside that of the engine, encrypted and authenticated like that
 * one, for work that would be in the way there. For one thread, but for closing.
 */
final class NodeSocket implements Closeable {

	/**
	 * The requests of a batch fit in, so that writing them never waits for the server,
	 * which in turn may wait for its answers to be read.
	 */
	private static final int BUFFER_SIZE = 256 * 1024;

	private static final int READ_SIZE = 64 * 1024;

	private final Socket socket;

	private final InputStream in;

	private final OutputStream out;

	private final ByteBuffer received = ByteBuffer.allocate(READ_SIZE).limit(0);

	private NodeSocket(Socket socket) throws IOException {
		this.socket = socket;
		this.in = socket.getInputStream();
		this.out = socket.getOutputStream();
	}

	/**
	 * Connects to the first address of a node that answers.
	 * @param node the node
	 * @param settings the settings of its cluster
	 * @param patience how long the server may be silent while it owes an answer
	 */
	static NodeSocket open(MemcachedNode node, XMemcachedSettings settings, Duration patience) throws IOException {
		IOException failure = new IOException("the name has no address");
		for (InetAddress address : InetAddress.getAllByName(node.host())) {
			Socket socket = new Socket();
			try {
				return open(socket, new InetSocketAddress(address, node.port()), node, settings, patience);
			}
			catch (IOException | RuntimeException ex) {
				socket.close();
				failure = (ex instanceof IOException cause) ? cause : new IOException(ex);
			}
		}
		throw failure;
	}

	private static NodeSocket open(Socket socket, InetSocketAddress address, MemcachedNode node,
			XMemcachedSettings settings, Duration patience) throws IOException {
		socket.setTcpNoDelay(true);
		socket.setSendBufferSize(BUFFER_SIZE);
		socket.setReceiveBufferSize(BUFFER_SIZE);
		socket.setSoTimeout((int) patience.toMillis());
		socket.connect(address, (int) settings.connectTimeout().toMillis());
		TlsSettings tls = settings.tls();
		NodeSocket opened = new NodeSocket((tls != null) ? tls.encrypt(socket, node) : socket);
		opened.authenticate(settings.credentials());
		return opened;
	}

	private void authenticate(@Nullable Credentials credentials) throws IOException {
		if (credentials == null) {
			return;
		}
		write(PlainCommand.authentication(credentials));
		String answer = readLine();
		if (!answer.equals("STORED")) {
			throw new IOException("the server does not accept the credentials: '%s'".formatted(answer));
		}
	}

	void write(byte[] bytes) throws IOException {
		write(bytes, bytes.length);
	}

	/** Under TLS, bytes that are written together share their records with no others. */
	void write(byte[] bytes, int length) throws IOException {
		this.out.write(bytes, 0, length);
	}

	/** Returns what was received and is not consumed yet; waits if there is nothing. */
	ByteBuffer received() throws IOException {
		if (!this.received.hasRemaining()) {
			int count = this.in.read(this.received.array());
			if (count < 0) {
				throw new EOFException("the server closed the connection");
			}
			this.received.position(0).limit(count);
		}
		return this.received;
	}

	/** Reads a line without its end. */
	String readLine() throws IOException {
		ReplyDecoder decoder = new ReplyDecoder(0);
		while (!decoder.decode(received())) {
			continue;
		}
		return decoder.reply().line();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
