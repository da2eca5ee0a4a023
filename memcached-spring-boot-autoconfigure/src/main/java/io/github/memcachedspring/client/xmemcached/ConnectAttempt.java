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
 * One attempt to reach a node: resolve, connect, TLS handshake, authenticate, probe, all
 * within the connect timeout. Ends exactly once.
 */
final class ConnectAttempt {

	private static final Log logger = LogFactory.getLog(ConnectAttempt.class);

	private final NodeConnection connection;

	private final Engine engine;

	private final int number;

	private @Nullable Future<?> timeout;

	private volatile @Nullable Credentials credentials;

	private volatile @Nullable InetSocketAddress address;

	/** What the attempt has come to. */
	private volatile String step = "the address was not reached";

	private @Nullable SocketChannel channel;

	private @Nullable NodeSession session;

	private boolean ended;

	ConnectAttempt(NodeConnection connection, Engine engine, int number) {
		this.connection = connection;
		this.engine = engine;
		this.number = number;
	}

	/** Runs on a thread that may block, for name resolution and for credentials. */
	void start() {
		try {
			this.timeout = this.engine.schedule(this::timeOut, this.engine.settings().connectTimeout());
			this.credentials = this.engine.settings().credentials();
			// A name may have several addresses; each attempt tries the next one.
			InetAddress[] addresses = this.connection.addresses().resolve();
			InetAddress address = addresses[this.number % addresses.length];
			this.address = new InetSocketAddress(address, this.connection.node().port());
			this.engine.connector().open(this.address, this);
		}
		catch (IOException | RuntimeException | Error ex) {
			failed(ex);
		}
	}

	private void timeOut() {
		failed(new TimeoutException("no connection within %d ms, %s"
			.formatted(this.engine.settings().connectTimeout().toMillis(), this.step)));
	}

	NodeConnection connection() {
		return this.connection;
	}

	boolean hasClassicCommands() {
		return this.engine.settings().classicCommands();
	}

	String propertyPrefix() {
		return this.engine.settings().propertyPrefix();
	}

	@Nullable String refusalHint() {
		return this.engine.settings().refusalHint();
	}

	/** Takes charge of a channel, in the place of what there was before. */
	synchronized void opened(SocketChannel channel) {
		this.session = null;
		this.channel = channel;
		if (this.ended) {
			closeResources();
		}
	}

	/**
	 * Called when the connection stands; on the driver's thread, so it must not block.
	 */
	void established(SocketChannel channel) {
		TlsSettings tls = this.engine.settings().tls();
		if (tls == null) {
			this.engine.connector().register(channel, null, this);
		}
		else {
			this.engine.resolve(() -> {
				try {
					TlsChannel encrypted = handshake(channel, tls);
					channel.configureBlocking(false);
					this.engine.connector().register(channel, encrypted, this);
				}
				catch (IOException | RuntimeException | Error ex) {
					failed(ex);
				}
			});
		}
	}

	/**
	 * Blocks until the timeout closes the channel at the latest. A thread that waits is
	 * cheaper here than a state machine: connections are rare, and nobody waits for it.
	 */
	private TlsChannel handshake(SocketChannel channel, TlsSettings tls) throws IOException {
		this.step = "the TLS handshake was not finished";
		try {
			return TlsChannel.handshake(channel, tls.createEngine(this.connection.node()));
		}
		catch (IOException ex) {
			throw new IOException("the TLS handshake failed: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Called when commands can be sent; on the driver's thread, so it must not block.
	 */
	void connected(NodeSession session) {
		synchronized (this) {
			this.session = session;
			if (this.ended) {
				closeResources();
				return;
			}
		}
		this.step = "the server did not answer";
		new Admission(this, session, this.credentials).run();
	}

	/** Called when the server closed the connection instead of answering. */
	void unanswered(Throwable failure) {
		try {
			this.engine.resolve(() -> {
				if (speaksBinary()) {
					refused(BinaryProtocol.refusal(propertyPrefix()));
				}
				else {
					failed(new IOException("the server closed the connection before it answered; " + hint(), failure));
				}
			});
		}
		catch (OutOfMemoryError ex) {
			// No thread can be started now.
			failed(ex);
		}
	}

	private String hint() {
		return (this.engine.settings().tls() != null) ? "it may demand a client certificate"
				: "it may expect TLS ('memcached.ssl')";
	}

	private boolean speaksBinary() {
		try (SocketChannel other = SocketChannel.open()) {
			opened(other);
			other.connect(this.address);
			TlsSettings tls = this.engine.settings().tls();
			return BinaryProtocol.isSpoken((tls != null) ? handshake(other, tls) : other);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Memcached node '%s' does not take binary commands either".formatted(this.connection.node()),
					ex);
			return false;
		}
	}

	void succeeded(NodeSession session) {
		if (end()) {
			this.connection.connected(session);
		}
	}

	void denied(String reason) {
		if (end()) {
			closeResources();
			this.connection.denied(reason);
		}
	}

	void refused(String reason) {
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
