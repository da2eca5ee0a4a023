package io.github.memcachedspring.client.xmemcached;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Cuts one answer out of the byte stream. Consumes every byte it is given, whatever the
 * slices: the driver's read buffer has an upper limit, and a buffer that is full and not
 * consumed would never be read again.
 */
final class ReplyDecoder {

	/** The longest lines are errors and statistics; the server's own buffer is 2 KB. */
	private static final int LONGEST_LINE = 8 * 1024;

	private static final byte[] ERROR = "ERROR".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] SERVER_ERROR = "SERVER_ERROR".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] CLIENT_ERROR = "CLIENT_ERROR".getBytes(StandardCharsets.US_ASCII);

	private final int maxDataSize;

	private byte[] line = new byte[64];

	private int lineLength;

	private byte @Nullable [] data;

	private int dataSize = -1;

	private int dataRead;

	ReplyDecoder(int maxDataSize) {
		this.maxDataSize = maxDataSize;
	}

	/**
	 * Consumes bytes up to the end of the answer.
	 * @return whether the answer is complete
	 * @throws IllegalStateException if this is no answer of memcached
	 */
	boolean decode(ByteBuffer in) {
		if (this.dataSize < 0 && !readLine(in)) {
			return false;
		}
		return this.dataSize < 0 || readData(in);
	}

	private boolean readLine(ByteBuffer in) {
		while (in.hasRemaining()) {
			byte b = in.get();
			if (b == '\n') {
				endLine();
				return true;
			}
			if (this.lineLength == this.line.length) {
				growLine();
			}
			this.line[this.lineLength++] = b;
		}
		return false;
	}

	private void growLine() {
		if (this.lineLength >= LONGEST_LINE) {
			throw new IllegalStateException("a line of more than %d bytes".formatted(LONGEST_LINE));
		}
		this.line = Arrays.copyOf(this.line, this.line.length * 2);
	}

	private void endLine() {
		if (this.lineLength == 0 || this.line[this.lineLength - 1] != '\r') {
			throw new IllegalStateException("a line that does not end with CR LF");
		}
		this.lineLength--;
		if (this.lineLength > 3 && this.line[0] == 'V' && this.line[1] == 'A' && this.line[2] == ' ') {
			long size = MetaReply.parse(this.line, 3, this.lineLength);
			if (size < 0 || size > Integer.MAX_VALUE - 2) {
				throw new IllegalStateException("a value of %d bytes".formatted(size));
			}
			this.dataSize = (int) size;
			this.data = (size <= this.maxDataSize) ? new byte[this.dataSize] : null;
		}
	}

	private boolean readData(ByteBuffer in) {
		while (in.hasRemaining()) {
			if (this.dataRead < this.dataSize) {
				int length = Math.min(in.remaining(), this.dataSize - this.dataRead);
				if (this.data != null) {
					in.get(this.data, this.dataRead, length);
				}
				else {
					in.position(in.position() + length);
				}
				this.dataRead += length;
				continue;
			}
			byte expected = (byte) ((this.dataRead++ == this.dataSize) ? '\r' : '\n');
			if (in.get() != expected) {
				throw new IllegalStateException("a value that does not end with CR LF");
			}
			if (expected == '\n') {
				return true;
			}
		}
		return false;
	}

	/** Returns whether the value was larger than admitted and so left out. */
	boolean isOversized() {
		return this.dataSize >= 0 && this.data == null;
	}

	int dataSize() {
		return this.dataSize;
	}

	boolean isError() {
		return startsWith(ERROR) || startsWith(SERVER_ERROR) || startsWith(CLIENT_ERROR);
	}

	private boolean startsWith(byte[] text) {
		return this.lineLength >= text.length && Arrays.equals(this.line, 0, text.length, text, 0, text.length);
	}

	MetaReply reply() {
		return new MetaReply(this.line, this.lineLength, this.data);
	}

}
