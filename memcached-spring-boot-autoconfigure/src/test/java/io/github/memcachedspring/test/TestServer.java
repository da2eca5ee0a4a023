package io.github.memcachedspring.test;

/**
 * What a test may do to a server, whichever it is.
 */
interface TestServer {

	int port();

	/** Returns when the server is gone. Does nothing if it is gone already. */
	void kill();

	/** Starts a server that was killed on the same port, empty. */
	void restart();

	/** Connections are accepted, but nothing is answered. */
	void pause();

	/** Goes on with what was sent meanwhile. */
	void resume();

}
