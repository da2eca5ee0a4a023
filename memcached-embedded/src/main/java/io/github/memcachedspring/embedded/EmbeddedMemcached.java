package io.github.memcachedspring.embedded;

import java.io.UncheckedIOException;

import io.github.memcachedspring.embedded.fault.Faults;

/**
 * Runs a small memcached in this JVM, for development and tests. It listens on the
 * loopback interface only and answers the text and meta commands as memcached 1.6.18
 * does; the module's README lists the deliberate differences. Items expire by a
 * {@link SettableClock}.
 *
 * <pre>
 * try (EmbeddedMemcached memcached = EmbeddedMemcached.start()) {
 * 	connect(memcached.address());
 * }
 * </pre>
 *
 * All methods are thread-safe. The server runs on daemon threads: it ends with the JVM.
 *
 * @since 0.1.0
 */
public final class EmbeddedMemcached implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private final Faults faults = new Faults(new ListenerDoor(() -> this.listener));

	private final Object lifecycle = new Object();

	private final Settings settings;

	private final int port;

	/** Null while stopped. */
	private volatile Listener listener;

	private boolean closed;

	private EmbeddedMemcached(Settings settings) {
		this.settings = settings;
		this.listener = new Listener(settings, settings.port(), this.faults);
		this.port = this.listener.port();
	}

	/**
	 * Starts a server with the defaults of {@link #builder()}, on any free port.
	 * @return the server, which accepts connections
	 */
	public static EmbeddedMemcached start() {
		return builder().start();
	}

	/**
	 * Prepares a server.
	 * @return a builder with memcached's defaults, but for the port: any free one
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns where the server listens.
	 * @return always {@code 127.0.0.1}
	 */
	public String host() {
		return HOST;
	}

	/**
	 * Returns the port, which stays the same over {@link #stop()} and {@link #restart()}.
	 * @return the port, never 0
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Returns host and port as clients take them.
	 * @return for example {@code 127.0.0.1:40123}
	 */
	public String address() {
		return HOST + ":" + this.port;
	}

	/**
	 * Returns the clock that items expire by.
	 * @return the clock given to the builder, or the server's own
	 */
	public SettableClock clock() {
		return this.settings.clock();
	}

	/**
	 * Returns what goes wrong, which is nothing at first. It stays in force over
	 * {@link #restart()}, and connections are counted on.
	 * @return the faults, the same each time
	 */
	public Faults faults() {
		return this.faults;
	}

	/**
	 * Removes all items; connections stay open. Does nothing while the server is stopped.
	 */
	public void flushAll() {
		Listener current = this.listener;
		if (current != null) {
			Store store = current.server().store();
			store.atomically(() -> store.flushAll(0));
		}
	}

	/**
	 * Goes down as a server does that is shut off: connections are closed, new ones are
	 * refused, the items are gone. {@link #restart()} brings it back. Does nothing if the
	 * server is stopped already.
	 */
	public void stop() {
		synchronized (this.lifecycle) {
			if (this.listener != null) {
				this.listener.close();
				this.listener = null;
			}
		}
	}

	/**
	 * Stops if need be, and starts on the same port as a new server process would: all
	 * items gone, connections closed, CAS numbers counted from 1 again.
	 * @throws UncheckedIOException if another process has taken the port meanwhile
	 * @throws IllegalStateException if {@link #close()} was called
	 */
	public void restart() {
		synchronized (this.lifecycle) {
			if (this.closed) {
				throw new IllegalStateException("The server is closed for good. Use stop() for one that comes back.");
			}
			stop();
			this.listener = new Listener(this.settings, this.port, this.faults);
			if (this.faults.newConnections().areRefused()) {
				this.listener.shut();
			}
		}
	}

	/**
	 * Stops for good. May be called again, which does nothing.
	 */
	@Override
	public void close() {
		synchronized (this.lifecycle) {
			this.closed = true;
			stop();
		}
	}

	/**
	 * Prepares a server. Not thread-safe.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private static final int HIGHEST_PORT = 65535;

		private int port;

		private long memoryLimit = 64L * 1024 * 1024;

		private long maxItemSize = 1024L * 1024;

		private int maxConnections = 1024;

		private SettableClock clock = new SettableClock();

		/** Null if clients need none. */
		private Credentials credentials;

		private Builder() {
		}

		/**
		 * Sets the port to listen on.
		 * @param port 0, the default, for any that is free
		 * @return this builder
		 */
		public Builder port(int port) {
			if (port < 0 || port > HIGHEST_PORT) {
				throw new IllegalArgumentException("'port' must be between 0 (any free one) and 65535: '" + port + "'");
			}
			this.port = port;
			return this;
		}

		/**
		 * Sets what all items together may take before those used least recently are
		 * evicted, counted as memcached counts: with about 60 bytes for each item.
		 * @param bytes 64 MiB by default ({@code memcached -m})
		 * @return this builder
		 */
		public Builder memoryLimit(long bytes) {
			this.memoryLimit = bytes;
			return this;
		}

		/**
		 * Sets what one item may take, with its key and about 60 bytes besides.
		 * @param bytes 1 MiB by default ({@code memcached -I}), at least 1024, at most
		 * half of the memory limit
		 * @return this builder
		 */
		public Builder maxItemSize(long bytes) {
			this.maxItemSize = bytes;
			return this;
		}

		/**
		 * Sets how many connections may be open. More are answered with an error and
		 * closed.
		 * @param connections 1024 by default ({@code memcached -c}), at least 1
		 * @return this builder
		 */
		public Builder maxConnections(int connections) {
			this.maxConnections = connections;
			return this;
		}

		/**
		 * Demands ASCII authentication, as {@code memcached -Y} does: a connection's
		 * first command must be a {@code set} of any key with the name, a space and the
		 * password as its data.
		 * @param username not empty, without spaces and control characters
		 * @param password not empty, without spaces and control characters
		 * @return this builder
		 */
		public Builder credentials(String username, String password) {
			this.credentials = new Credentials(username, password);
			return this;
		}

		/**
		 * Sets the clock that items expire by, so that several servers share one.
		 * @param clock by default one of its own
		 * @return this builder
		 */
		public Builder clock(SettableClock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Starts the server.
		 * @return the server, which accepts connections
		 * @throws IllegalArgumentException if the limits do not fit each other
		 * @throws UncheckedIOException if the port is not to be had
		 */
		public EmbeddedMemcached start() {
			Limits limits = new Limits(this.memoryLimit, this.maxItemSize, this.maxConnections);
			return new EmbeddedMemcached(new Settings(this.port, limits, this.clock, this.credentials));
		}

	}

}
