package io.github.memcachedspring.embedded;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The reply of one command while it is being made.
 */
final class ReplyBuffer {

	private static final int KEPT = 16 * 1024;

	private static final byte[] END_OF_LINE = { '\r', '\n' };

	private ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

	ReplyBuffer text(String text) {
		this.bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	ReplyBuffer line(String text) {
		return text(text).endLine();
	}

	ReplyBuffer data(byte[] data) {
		this.bytes.writeBytes(data);
		return endLine();
	}

	ReplyBuffer endLine() {
		this.bytes.writeBytes(END_OF_LINE);
		return this;
	}

	/** Drops what has been written of this reply. */
	void clear() {
		this.bytes.reset();
	}

	byte[] take() {
		byte[] reply = this.bytes.toByteArray();
		if (reply.length > KEPT) {
			this.bytes = new ByteArrayOutputStream(128);
		}
		else {
			this.bytes.reset();
		}
		return reply;
	}

}
