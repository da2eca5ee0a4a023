package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.embedded.RealMemcached;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that applies faults, or a proxy and the server behind it.
 */
final class FaultyServer implements AutoCloseable {

	private final int port;

	private final Faults faults;

	private final AutoCloseable[] parts;

	private FaultyServer(int port, Faults faults, AutoCloseable... parts) {
		this.port = port;
		this.faults = faults;
		this.parts = parts;
	}

	Faults faults() {
		return this.faults;
	}

	int port() {
		return this.port;
	}

	Wire connect() throws IOException {
		return new Wire(this.port);
	}

	void awaitConnections(int open) {
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (this.faults.openConnections() != open && System.nanoTime() < giveUp) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		assertThat(this.faults.openConnections()).isEqualTo(open);
	}

	/** Ends it early. */
	void kill() {
		close();
	}

	@Override
	public void close() {
		try {
			for (AutoCloseable part : this.parts) {
				part.close();
			}
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	/** Who applies the faults. */
	enum Kind {

		EMBEDDED {
			@Override
			FaultyServer start() {
				EmbeddedMemcached server = EmbeddedMemcached.start();
				return new FaultyServer(server.port(), server.faults(), server);
			}
		},

		PROXY_BEFORE_EMBEDDED {
			@Override
			FaultyServer start() {
				EmbeddedMemcached server = EmbeddedMemcached.start();
				FaultProxy proxy = FaultProxy.before(server.host(), server.port());
				return new FaultyServer(proxy.port(), proxy.faults(), proxy, server);
			}
		},

		PROXY_BEFORE_REAL {
			@Override
			FaultyServer start() {
				RealMemcached server = RealMemcached.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				return new FaultyServer(proxy.port(), proxy.faults(), proxy, server);
			}
		};

		abstract FaultyServer start();

	}

}
