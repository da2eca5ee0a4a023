package io.github.memcachedspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.OS;

/**
 * Keeps the port of a server that is down from whoever asks for any free one, as tests in
 * other JVMs do. Connections to it are refused; the server itself can listen on it.
 */
final class ReservedPort {

	private final int port;

	/** Null while the port is not reserved. */
	private @Nullable Socket socket;

	ReservedPort(int port) {
		this.port = port;
	}

	/** To be called when the server is gone. Does nothing if that was done already. */
	synchronized void reserve() {
		// Elsewhere the server could not start while its port is bound.
		if (this.socket == null && OS.LINUX.isCurrentOs()) {
			this.socket = bind();
		}
	}

	private @Nullable Socket bind() {
		try {
			Socket bound = new Socket();
			bound.setReuseAddress(true);
			bound.bind(new InetSocketAddress("127.0.0.1", this.port));
			return bound;
		}
		catch (IOException ex) {
			// Somebody was faster; a restart says so if it has to.
			return null;
		}
	}

	/** To be called when the server listens again, or never will. */
	synchronized void release() {
		if (this.socket == null) {
			return;
		}
		try {
			this.socket.close();
			this.socket = null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
