package io.github.memcachedspring.test;

import io.github.memcachedspring.embedded.EmbeddedMemcached;

/**
 * The server of the module {@code memcached-embedded}.
 */
final class EmbeddedServer implements TestServer {

	private final EmbeddedMemcached memcached = EmbeddedMemcached.start();

	@Override
	public int port() {
		return this.memcached.port();
	}

	@Override
	public void kill() {
		this.memcached.stop();
		this.memcached.faults().clear();
	}

	@Override
	public void restart() {
		this.memcached.restart();
	}

	@Override
	public void pause() {
		this.memcached.faults().connections().hang();
	}

	@Override
	public void resume() {
		this.memcached.faults().connections().release();
	}

}
