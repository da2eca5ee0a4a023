package io.github.memcachedspring.embedded.fault;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/**
 * Accepts connections on a free port of the loopback interface and hands them over, one
 * at a time. The port stays the same when it is shut and opened again.
 */
final class Listener implements Door, Closeable {

	private static final int BACKLOG = 1024;

	private static final long PATIENCE_MILLIS = 5_000;

	private final String name;

	private final Consumer<Socket> handler;

	private final int port;

	private ServerSocket socket;

	private Thread acceptor;

	private boolean closed;

	Listener(String name, Consumer<Socket> handler) {
		this.name = name;
		this.handler = handler;
		try {
			this.socket = bind(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.port = this.socket.getLocalPort();
	}

	/** To be called once, when the handler can be. */
	synchronized void start() {
		acceptOn(this.socket);
	}

	int port() {
		return this.port;
	}

	@Override
	public synchronized void shut() throws IOException {
		this.socket.close();
		try {
			// The kernel refuses nobody as long as a thread is inside 'accept'.
			this.acceptor.join(PATIENCE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while closing port %d".formatted(this.port));
		}
	}

	@Override
	public synchronized void open() throws IOException {
		if (!this.closed && this.socket.isClosed()) {
			this.socket = bind(this.port);
			acceptOn(this.socket);
		}
	}

	private static ServerSocket bind(int port) throws IOException {
		ServerSocket socket = new ServerSocket();
		try {
			// Connections that are still open must not keep the port from being reused.
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	private void acceptOn(ServerSocket server) {
		this.acceptor = DaemonThreads.start(this.name, () -> {
			while (!server.isClosed()) {
				try {
					this.handler.accept(server.accept());
				}
				catch (IOException ex) {
					// Shut, or the client is gone already: both end that connection only.
				}
			}
		});
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		shut();
	}

}
