package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.embedded.fault.Faults;
import io.github.memcachedspring.embedded.fault.FaultyConnection;

/**
 * Accepts the connections of one run of a server, on the loopback interface.
 */
final class Listener implements AutoCloseable {

	private static final int BACKLOG = 1024;

	private static final int CLOSE_MILLIS = 1000;

	private static final byte[] TOO_MANY = (Answers.TOO_MANY_CONNECTIONS + "\r\n").getBytes(StandardCharsets.US_ASCII);

	private final Map<Connection, Thread> connections = new ConcurrentHashMap<>();

	private final Server server;

	private final Faults faults;

	private final int port;

	private volatile ServerSocket socket;

	private volatile Thread thread;

	private volatile boolean closed;

	/**
	 * Starts listening.
	 * @param port 0 for any free one
	 * @param faults of the connections
	 * @throws UncheckedIOException if the port is not to be had
	 */
	Listener(Settings settings, int port, Faults faults) {
		this.socket = bind(port);
		this.port = this.socket.getLocalPort();
		this.server = new Server(settings, this.port);
		this.faults = faults;
		this.thread = startAccepting(this.socket);
	}

	private Thread startAccepting(ServerSocket from) {
		Thread acceptor = Threads.daemon(() -> accept(from), "embedded-memcached-" + this.port);
		acceptor.start();
		return acceptor;
	}

	private static ServerSocket bind(int port) {
		try {
			ServerSocket socket = new ServerSocket();
			try {
				if (socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEADDR)) {
					// Else connections of the last run would hold the port for minutes.
					socket.setReuseAddress(true);
				}
				socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), port),
						BACKLOG);
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"'port' " + port + " cannot be listened on; 0 takes any that is free: " + ex.getMessage(), ex);
		}
	}

	int port() {
		return this.port;
	}

	Server server() {
		return this.server;
	}

	/** Refuses connections; those there are stay. */
	synchronized void shut() {
		closeSocket();
		// The kernel refuses nobody as long as a thread is inside 'accept'.
		join(this.thread);
	}

	/** Accepts connections again. */
	synchronized void open() {
		if (!this.closed && this.socket.isClosed()) {
			this.socket = bind(this.port);
			this.thread = startAccepting(this.socket);
		}
	}

	private void accept(ServerSocket from) {
		while (!from.isClosed()) {
			try {
				serve(from.accept());
			}
			catch (IOException ex) {
				// The listener is closed, or the client was gone before it was accepted.
			}
		}
	}

	private void serve(Socket client) throws IOException {
		client.setTcpNoDelay(true);
		this.server.statistics().count(Counter.TOTAL_CONNECTIONS);
		if (this.connections.size() >= this.server.settings().limits().connections()) {
			this.server.statistics().count(Counter.REJECTED_CONNECTIONS);
			try (client) {
				client.getOutputStream().write(TOO_MANY);
			}
			return;
		}
		FaultyConnection faulty = this.faults.accept(client);
		Connection connection = new Connection(faulty, this.server);
		Thread served = Threads.connection(this.connections.size(), () -> run(connection),
				"embedded-memcached-" + this.port + "-" + faulty.number());
		this.connections.put(connection, served);
		this.server.openConnections().incrementAndGet();
		served.start();
		if (this.closed) {
			end(connection, served);
		}
	}

	private void run(Connection connection) {
		try {
			connection.run();
		}
		finally {
			this.connections.remove(connection);
			this.server.openConnections().decrementAndGet();
		}
	}

	/** Frees the port and ends all connections; returns soon in any case. */
	@Override
	public synchronized void close() {
		this.closed = true;
		closeSocket();
		this.connections.forEach(Listener::end);
		join(this.thread);
	}

	private void closeSocket() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// There is no more that could be done to free the port.
		}
	}

	private static void end(Connection connection, Thread thread) {
		connection.close();
		thread.interrupt();
	}

	private static void join(Thread thread) {
		try {
			thread.join(CLOSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
