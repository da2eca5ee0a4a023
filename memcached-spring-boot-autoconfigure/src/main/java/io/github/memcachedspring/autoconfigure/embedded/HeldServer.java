package io.github.memcachedspring.autoconfigure.embedded;

import io.github.memcachedspring.embedded.EmbeddedMemcached;

/**
 * A server as long as an application context uses it.
 *
 * @param server the server, running
 * @param warm whether it has run before and may hold entries
 * @param release what to do with the server when the context is closed
 */
record HeldServer(EmbeddedMemcached server, boolean warm, Runnable release) implements AutoCloseable {

	/** Starts a server that ends with the context. */
	static HeldServer start(ServerSettings settings) {
		EmbeddedMemcached server = settings.start();
		return new HeldServer(server, false, server::close);
	}

	@Override
	public void close() {
		this.release.run();
	}

}
