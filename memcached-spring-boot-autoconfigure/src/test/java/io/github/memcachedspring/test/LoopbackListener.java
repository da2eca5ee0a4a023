package io.github.memcachedspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accepts connections on a free port of the loopback interface, each served by a thread
 * of its own.
 */
final class LoopbackListener implements AutoCloseable {

	private final ServerSocket serverSocket;

	private final Handler handler;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	LoopbackListener(String name, Handler handler) {
		this.handler = handler;
		try {
			this.serverSocket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		startThread(name, this::acceptAll);
	}

	static void startThread(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	private void acceptAll() {
		while (!this.serverSocket.isClosed()) {
			try {
				Socket socket = this.serverSocket.accept();
				socket.setTcpNoDelay(true);
				this.connections.add(socket);
				startThread(Thread.currentThread().getName() + "-connection", () -> handle(socket));
			}
			catch (IOException ex) {
				// Closed, or the client is gone already: both end that connection only.
			}
		}
		cut();
	}

	private void handle(Socket socket) {
		try (socket) {
			this.handler.handle(socket);
		}
		catch (IOException ex) {
			// The other side or this one closed the connection.
		}
		finally {
			this.connections.remove(socket);
		}
	}

	void cut() {
		this.connections.forEach((socket) -> {
			try {
				socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
		cut();
	}

	/** Serves a connection until it ends. */
	@FunctionalInterface
	interface Handler {

		void handle(Socket socket) throws IOException;

	}

}
