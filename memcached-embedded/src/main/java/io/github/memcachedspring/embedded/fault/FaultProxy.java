package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Stands before a memcached on a port of its own and does to commands and connections
 * what its {@link #faults()} say. It knows the text protocol with the meta commands, not
 * the binary one, and needs a server that knows {@code mn} (1.6 and later).
 *
 * <p>
 * After a quiet command, and in place of one that is not to be executed, the server is
 * sent an {@code mn}, whose answer the client does not get to see. Each client's
 * connection has one to the server of its own.
 *
 * @since 0.1.0
 */
public final class FaultProxy implements AutoCloseable {

	private final InetSocketAddress target;

	private final Listener listener;

	private final Faults faults;

	private volatile boolean closed;

	private FaultProxy(InetSocketAddress target) {
		this.target = target;
		this.listener = new Listener("fault-proxy", this::take);
		this.faults = new Faults(this.listener);
	}

	/**
	 * Starts a proxy. The server need not be there yet: without it connections are closed
	 * at once.
	 * @param host the server's name or address, looked up for each connection
	 * @param port the server's TCP port
	 * @return the proxy, without any fault
	 */
	public static FaultProxy before(String host, int port) {
		FaultProxy proxy = new FaultProxy(InetSocketAddress.createUnresolved(host, port));
		proxy.listener.start();
		return proxy;
	}

	/**
	 * Returns the port.
	 * @return the TCP port that clients connect to instead of the server's
	 */
	public int port() {
		return this.listener.port();
	}

	/**
	 * Returns the address.
	 * @return what clients connect to instead of the server
	 */
	public InetSocketAddress address() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
	}

	/**
	 * Returns what goes wrong.
	 * @return the faults, the same each time
	 */
	public Faults faults() {
		return this.faults;
	}

	/**
	 * Returns how many connections clients have open.
	 * @return the number
	 */
	public int openConnections() {
		return this.faults.openConnections();
	}

	/**
	 * Returns how many connections clients have opened so far.
	 * @return the number, those included that were reset at once
	 */
	public int acceptedConnections() {
		return this.faults.acceptedConnections();
	}

	/** Resets all connections there are; new ones are accepted. */
	public void cutConnections() {
		this.faults.connections().cut();
	}

	/** Closes the port and resets all connections. Waits for nothing. */
	@Override
	public void close() {
		this.closed = true;
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			cutConnections();
		}
	}

	private void take(Socket socket) {
		try {
			FaultyConnection client = this.faults.accept(socket);
			DaemonThreads.start("fault-proxy-commands", () -> serve(client));
		}
		catch (IOException ex) {
			// The client is gone already.
		}
	}

	private void serve(FaultyConnection client) {
		try (client) {
			if (!this.closed && !client.isClosed()) {
				new ProxiedConnection(client, this.target).serve();
			}
		}
		catch (IOException ex) {
			// Either side closed the connection, or there is no server.
		}
	}

}
