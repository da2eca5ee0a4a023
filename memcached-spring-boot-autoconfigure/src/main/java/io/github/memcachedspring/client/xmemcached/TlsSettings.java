package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * How connections are encrypted. The server's certificate must be valid for the host name
 * of the configuration.
 *
 * @param context asked for each connection, so that new certificates are taken from then
 * on; may block, up to the connect timeout
 * @param protocols enabled protocol versions, for example {@code TLSv1.3}; empty for the
 * platform's choice, but never less than TLS 1.2
 * @param ciphers enabled cipher suites; empty for the platform's choice
 * @since 0.1.0
 */
public record TlsSettings(Supplier<SSLContext> context, List<String> protocols, List<String> ciphers) {

	private static final Set<String> SAFE_PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

	public TlsSettings {
		protocols = List.copyOf(protocols);
		ciphers = List.copyOf(ciphers);
	}

	/** Creates what encrypts one connection, and trusts only the node's own name. */
	SSLEngine createEngine(MemcachedNode node) {
		SSLEngine engine = this.context.get().createSSLEngine(node.host(), node.port());
		engine.setUseClientMode(true);
		engine.setSSLParameters(restricted(engine.getSSLParameters()));
		return engine;
	}

	/** Encrypts a connection whose handshake comes with the first byte. */
	SSLSocket encrypt(Socket connection, MemcachedNode node) throws IOException {
		SSLSocket socket = (SSLSocket) this.context.get()
			.getSocketFactory()
			.createSocket(connection, node.host(), node.port(), true);
		socket.setSSLParameters(restricted(socket.getSSLParameters()));
		return socket;
	}

	private SSLParameters restricted(SSLParameters parameters) {
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		parameters.setProtocols(enabledProtocols(parameters));
		if (!this.ciphers.isEmpty()) {
			parameters.setCipherSuites(this.ciphers.toArray(String[]::new));
		}
		return parameters;
	}

	private String[] enabledProtocols(SSLParameters defaults) {
		return !this.protocols.isEmpty() ? this.protocols.toArray(String[]::new)
				: Arrays.stream(defaults.getProtocols()).filter(SAFE_PROTOCOLS::contains).toArray(String[]::new);
	}

}
