package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach a node: resolve, connect, probe, all within the connect timeout.
 * Ends exactly once.
 */
final class ConnectAttempt {

	private static final Log logger = LogFactory.getLog(ConnectAttempt.class);

	private final NodeConnection connection;

	private final Engine engine;

	private final int number;

	private @Nullable Future<?> timeout;

	private @Nullable SocketChannel channel;

	private @Nullable NodeSession session;

	private boolean ended;

	ConnectAttempt(NodeConnection connection, Engine engine, int number) {
		this.connection = connection;
		this.engine = engine;
		this.number = number;
	}

	/** Runs on a thread that may block for name resolution. */
	void start() {
		this.timeout = this.engine.schedule(
				() -> failed(new TimeoutException(
						"no connection within %d ms".formatted(this.engine.settings().connectTimeout().toMillis()))),
				this.engine.settings().connectTimeout());
		try {
			// A name may have several addresses; each attempt tries the next one.
			InetAddress[] addresses = this.engine.addresses().resolve(this.connection.node().host());
			InetAddress address = addresses[this.number % addresses.length];
			this.engine.connector().open(new InetSocketAddress(address, this.connection.node().port()), this);
		}
		catch (IOException | RuntimeException ex) {
			failed(ex);
		}
	}

	NodeConnection connection() {
		return this.connection;
	}

	synchronized void opened(SocketChannel channel) {
		this.channel = channel;
		if (this.ended) {
			closeResources();
		}
	}

	/**
	 * Called when the connection stands; on the driver's thread, so it must not block.
	 */
	void connected(NodeSession session) {
		synchronized (this) {
			this.session = session;
			if (this.ended) {
				closeResources();
				return;
			}
		}
		new ServerProbe(this.connection, session).run((refusal, failure) -> {
			if (failure != null) {
				failed(failure);
			}
			else if (refusal != null) {
				refused(refusal);
			}
			else {
				succeeded(session);
			}
		});
	}

	private void succeeded(NodeSession session) {
		if (end()) {
			this.connection.connected(session);
		}
	}

	private void refused(String reason) {
		if (end()) {
			closeResources();
			this.connection.refused(reason);
		}
	}

	void failed(Throwable cause) {
		if (end()) {
			closeResources();
			this.connection.failed(cause);
		}
	}

	private synchronized boolean end() {
		if (this.ended) {
			return false;
		}
		this.ended = true;
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
		return true;
	}

	private synchronized void closeResources() {
		try {
			if (this.session != null) {
				this.session.close();
			}
			else if (this.channel != null) {
				this.channel.close();
			}
		}
		catch (IOException ex) {
			logger.debug("Closing a connection that was not established failed", ex);
		}
	}

}
