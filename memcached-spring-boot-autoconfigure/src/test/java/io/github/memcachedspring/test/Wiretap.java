package io.github.memcachedspring.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * Stands before a server and keeps all bytes that go to it and come from it.
 *
 * @since 0.1.0
 */
public final class Wiretap implements AutoCloseable {

	private final MemcachedNode target;

	private final LoopbackListener listener;

	private final List<ByteArrayOutputStream> streams = new CopyOnWriteArrayList<>();

	private final List<Long> connectedAt = new CopyOnWriteArrayList<>();

	private Wiretap(MemcachedNode target) {
		this.target = target;
		this.listener = new LoopbackListener("wiretap", this::serve);
	}

	/**
	 * Starts to listen.
	 * @param target the server
	 * @return the wiretap
	 */
	public static Wiretap before(MemcachedNode target) {
		return new Wiretap(target);
	}

	/**
	 * Returns the address.
	 * @return the address that clients are given instead of the server's
	 */
	public MemcachedNode node() {
		return new MemcachedNode("127.0.0.1", this.listener.port());
	}

	/**
	 * Returns what was sent so far.
	 * @return a stream for each direction of each connection
	 */
	public List<byte[]> streams() {
		return this.streams.stream().map(ByteArrayOutputStream::toByteArray).toList();
	}

	/**
	 * Returns when clients connected.
	 * @return times of {@link System#nanoTime()}
	 */
	public List<Long> connectedAt() {
		return List.copyOf(this.connectedAt);
	}

	/** Closes all connections; new ones are accepted. */
	public void cut() {
		this.listener.cut();
	}

	private void serve(Socket client) throws IOException {
		this.connectedAt.add(System.nanoTime());
		try (Socket server = new Socket(this.target.host(), this.target.port())) {
			server.setTcpNoDelay(true);
			LoopbackListener.startThread("wiretap-replies", () -> {
				try (client) {
					copy(server, client);
				}
				catch (IOException ex) {
					// One side is gone, so the other is closed.
				}
			});
			copy(client, server);
		}
	}

	private void copy(Socket from, Socket to) throws IOException {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		this.streams.add(stream);
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		byte[] buffer = new byte[64 * 1024];
		for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
			stream.write(buffer, 0, count);
			out.write(buffer, 0, count);
		}
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
