package io.github.memcachedspring.client.discovery;

import java.io.IOException;
import java.net.Socket;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * How an endpoint is talked to over a connection that stands: in plain text, or
 * encrypted.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EndpointTransport {

	/** Plain text. */
	EndpointTransport PLAIN = (connection, endpoint) -> connection;

	/**
	 * Called for each connection, so that new certificates are taken from then on.
	 * @param connection the connection, which may be closed at any time from outside
	 * @param endpoint whose certificate is expected
	 * @return the socket to use: the connection itself, or an
	 * {@link javax.net.ssl.SSLSocket} over it. That one is told afterwards to check that
	 * the certificate is the endpoint's
	 * @throws IOException if it cannot be used so
	 */
	Socket over(Socket connection, MemcachedNode endpoint) throws IOException;

}
