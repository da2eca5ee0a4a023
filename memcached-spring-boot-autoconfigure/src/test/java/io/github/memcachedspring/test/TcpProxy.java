package io.github.memcachedspring.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * Stands before a server and disturbs its connections: forwards bytes in small slices,
 * holds them back, cuts connections.
 *
 * @since 0.1.0
 */
public final class TcpProxy implements AutoCloseable {

	private static final int BUFFER_SIZE = 64 * 1024;

	private final MemcachedNode target;

	private final int sliceSize;

	private final LoopbackListener listener;

	private final Gate requests = new Gate();

	private final Gate replies = new Gate();

	private TcpProxy(MemcachedNode target, int sliceSize) {
		this.target = target;
		this.sliceSize = sliceSize;
		this.listener = new LoopbackListener("tcp-proxy", this::serve);
	}

	/**
	 * Starts a proxy that forwards whatever it gets as a whole.
	 * @param target the server
	 * @return the proxy
	 */
	public static TcpProxy before(MemcachedNode target) {
		return new TcpProxy(target, BUFFER_SIZE);
	}

	/**
	 * Starts a proxy that forwards in slices, in both directions.
	 * @param target the server
	 * @param sliceSize size of a slice in bytes, at least 1
	 * @return the proxy
	 */
	public static TcpProxy slicing(MemcachedNode target, int sliceSize) {
		if (sliceSize < 1) {
			throw new IllegalArgumentException("'sliceSize' must be at least 1: " + sliceSize);
		}
		return new TcpProxy(target, sliceSize);
	}

	/**
	 * Returns the port.
	 * @return the TCP port that clients connect to
	 */
	public int port() {
		return this.listener.port();
	}

	/**
	 * Returns the address.
	 * @return the address that clients are given instead of the server's
	 */
	public MemcachedNode node() {
		return new MemcachedNode("127.0.0.1", port());
	}

	/**
	 * Closes all connections on both sides; what is held on them is lost. New ones are
	 * accepted.
	 */
	public void cut() {
		this.listener.cut();
		this.requests.look();
		this.replies.look();
	}

	/** Forwards nothing in either direction until {@link #release()}. */
	public void hold() {
		this.requests.close();
		this.replies.close();
	}

	/**
	 * Forwards requests but no replies until {@link #release()}: what the client asks for
	 * is done without its learning so.
	 */
	public void holdReplies() {
		this.replies.close();
	}

	/** Forwards again, first what was held. */
	public void release() {
		this.requests.open();
		this.replies.open();
	}

	private void serve(Socket client) throws IOException {
		try (Socket server = new Socket(this.target.host(), this.target.port())) {
			server.setTcpNoDelay(true);
			LoopbackListener.startThread("tcp-proxy-replies", () -> forwardReplies(server, client));
			forward(client, server, this.requests);
		}
	}

	private void forwardReplies(Socket server, Socket client) {
		try (client) {
			forward(server, client, this.replies);
		}
		catch (IOException ex) {
			// One side is gone, so the other is closed.
		}
	}

	private void forward(Socket from, Socket to, Gate gate) throws IOException {
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
			for (int offset = 0; offset < count; offset += this.sliceSize) {
				gate.pass(from, to);
				out.write(buffer, offset, Math.min(this.sliceSize, count - offset));
				letReceiverRead(offset / this.sliceSize);
			}
		}
	}

	/**
	 * Without a pause the receiver would find several slices at once. The first ones,
	 * which hold the reply's head, are worth it; all of a long value would take minutes.
	 */
	private static void letReceiverRead(int slice) {
		if (slice < 100) {
			LockSupport.parkNanos(10_000);
		}
	}

	@Override
	public void close() {
		release();
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Lets threads pass while it is open. */
	private static final class Gate {

		private boolean open = true;

		synchronized void open() {
			this.open = true;
			notifyAll();
		}

		synchronized void close() {
			this.open = false;
		}

		/** Lets waiting threads find out that their connection is gone. */
		synchronized void look() {
			notifyAll();
		}

		synchronized void pass(Socket from, Socket to) throws IOException {
			try {
				while (!this.open && !from.isClosed() && !to.isClosed()) {
					wait();
				}
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			if (from.isClosed() || to.isClosed()) {
				throw new IOException("Connection was cut");
			}
		}

	}

}
