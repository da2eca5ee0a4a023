package io.github.memcachedspring.embedded.fault;

import java.io.IOException;

/**
 * The port of a server that can be closed for a while.
 *
 * @since 0.1.0
 */
public interface Door {

	/**
	 * Refuses connections from now on; those there are stay. Does nothing if they are
	 * refused already.
	 * @throws IOException if the port cannot be closed
	 */
	void shut() throws IOException;

	/**
	 * Accepts connections again, on the same port. Does nothing if they are accepted
	 * already, or if the server is closed.
	 * @throws IOException if the port cannot be had any more
	 */
	void open() throws IOException;

}
