package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * Recognises servers that speak the binary protocol only: those with SASL. They close a
 * connection on which they are sent text.
 */
final class BinaryProtocol {

	private static final byte REQUEST = (byte) 0x80;

	private static final byte RESPONSE = (byte) 0x81;

	private static final byte NOOP = 0x0a;

	private static final int HEADER_SIZE = 24;

	/** Has room for a TLS record. */
	private static final int BUFFER_SIZE = 32 * 1024;

	private BinaryProtocol() {
	}

	/** Says why such a server is of no use, and what can be done. */
	static String refusal(String propertyPrefix) {
		return ("it speaks only memcached's binary protocol, as with SASL ('-S'), and that has no leases; start it with "
				+ "'-Y' and set '%1$s.username' and '%1$s.password', or without '-S' and let it check TLS client "
				+ "certificates or nobody")
			.formatted(propertyPrefix);
	}

	/**
	 * Asks a server. Blocks until it answers or somebody closes the channel.
	 * @param channel a fresh connection in blocking mode
	 * @return whether the server understood
	 */
	static boolean isSpoken(ByteChannel channel) throws IOException {
		ByteBuffer request = ByteBuffer.allocate(HEADER_SIZE).put(0, REQUEST).put(1, NOOP);
		while (request.hasRemaining()) {
			channel.write(request);
		}
		ByteBuffer answer = ByteBuffer.allocate(BUFFER_SIZE);
		return channel.read(answer) > 0 && answer.get(0) == RESPONSE;
	}

}
