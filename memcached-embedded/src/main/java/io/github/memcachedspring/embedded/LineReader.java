package io.github.memcachedspring.embedded;

import java.io.EOFException;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads command lines and data blocks. Whenever it has to wait for the client it first
 * flushes the replies, so replies to pipelined commands leave together.
 */
final class LineReader {

	/** Up to this many bytes memcached looks for a line end before it gives up. */
	static final int LINE_LIMIT = 2048;

	/** The size of memcached's read buffer; also bounds what one connection holds. */
	private static final int BUFFER_LIMIT = 16 * 1024;

	/** Idle connections hold little. */
	private static final int SMALL_BUFFER = 512;

	private static final int MULTI_GET_LIMIT = 16 * 1024 * 1024;

	private static final int LEADING_SPACES = 100;

	private final InputStream input;

	private final Flushable replies;

	private byte[] buffer = new byte[SMALL_BUFFER];

	private int start;

	private int end;

	private long received;

	LineReader(InputStream input, Flushable replies) {
		this.input = input;
		this.replies = replies;
	}

	/** The first byte of the next command, without taking it; -1 at the end. */
	int peek() throws IOException {
		if (this.start == this.end && !fill()) {
			return -1;
		}
		return this.buffer[this.start] & 0xff;
	}

	/** The next line without its end; null at the end of the input. */
	byte[] line() throws IOException {
		int searched = 0;
		while (true) {
			for (int i = this.start + searched; i < this.end; i++) {
				if (this.buffer[i] == '\n') {
					return take(i);
				}
			}
			searched = this.end - this.start;
			if (searched > LINE_LIMIT && isTooLong(searched)) {
				throw new IOException("A line is longer than " + LINE_LIMIT + " bytes");
			}
			if (!fill()) {
				return null;
			}
		}
	}

	private byte[] take(int lineEnd) {
		boolean carriageReturn = lineEnd > this.start && this.buffer[lineEnd - 1] == '\r';
		byte[] line = Arrays.copyOfRange(this.buffer, this.start, carriageReturn ? lineEnd - 1 : lineEnd);
		this.start = lineEnd + 1;
		return line;
	}

	/** Memcached accepts a longer line if its end is among what has arrived already. */
	private boolean isTooLong(int length) throws IOException {
		return isMultiGet() ? length > MULTI_GET_LIMIT : length >= BUFFER_LIMIT || this.input.available() == 0;
	}

	/** A get of many keys is the only line that may be long. */
	private boolean isMultiGet() {
		int at = this.start;
		while (at < this.end && this.buffer[at] == ' ') {
			at++;
		}
		String verb = new String(this.buffer, at, Math.min(5, this.end - at), StandardCharsets.ISO_8859_1);
		return at - this.start <= LEADING_SPACES && (verb.startsWith("get ") || verb.equals("gets "));
	}

	/** Takes exactly this many bytes. */
	byte[] block(int length) throws IOException {
		int buffered = Math.min(length, this.end - this.start);
		byte[] head = Arrays.copyOfRange(this.buffer, this.start, this.start + buffered);
		this.start += buffered;
		if (buffered == length) {
			return head;
		}
		this.replies.flush();
		byte[] tail = this.input.readNBytes(length - buffered);
		this.received += tail.length;
		if (tail.length < length - buffered) {
			throw new EOFException();
		}
		byte[] block = Arrays.copyOf(head, length);
		System.arraycopy(tail, 0, block, buffered, tail.length);
		return block;
	}

	/** Drops exactly this many bytes. */
	void skip(long length) throws IOException {
		long left = length;
		while (left > 0) {
			if (this.start == this.end && !fill()) {
				throw new EOFException();
			}
			int step = (int) Math.min(left, this.end - this.start);
			this.start += step;
			left -= step;
		}
	}

	/** How many bytes were received since the last call. */
	long received() {
		long count = this.received;
		this.received = 0;
		return count;
	}

	private boolean fill() throws IOException {
		this.replies.flush();
		if (this.start == this.end) {
			this.start = 0;
			this.end = 0;
			if (this.buffer.length > BUFFER_LIMIT) {
				this.buffer = new byte[SMALL_BUFFER];
			}
		}
		else if (this.start > 0 && this.end == this.buffer.length) {
			System.arraycopy(this.buffer, this.start, this.buffer, 0, this.end - this.start);
			this.end -= this.start;
			this.start = 0;
		}
		if (this.end == this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, this.buffer.length * 2);
		}
		int count = this.input.read(this.buffer, this.end, this.buffer.length - this.end);
		if (count <= 0) {
			return false;
		}
		this.end += count;
		this.received += count;
		return true;
	}

}
