package io.github.memcachedspring.client.discovery;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads an answer of bounded length.
 */
final class AnswerReader {

	private static final int LONGEST_LINE = 1024;

	/** More than the names of any cluster's nodes. */
	private static final int MOST_DATA = 1024 * 1024;

	private final InputStream in;

	AnswerReader(InputStream in) {
		this.in = new BufferedInputStream(in);
	}

	/** Reads a line without its end. */
	String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = read(); next != '\n'; next = read()) {
			line.write(next);
			if (line.size() > LONGEST_LINE) {
				throw new IOException("the answer is not one of memcached");
			}
		}
		return line.toString(StandardCharsets.UTF_8).stripTrailing();
	}

	/** Reads that many bytes. */
	String readData(int length) throws IOException {
		if (length < 0 || length > MOST_DATA) {
			throw new IOException("the answer is said to have %d bytes".formatted(length));
		}
		byte[] data = this.in.readNBytes(length);
		if (data.length < length) {
			throw new EOFException("the answer ends in the middle");
		}
		return new String(data, StandardCharsets.UTF_8);
	}

	private int read() throws IOException {
		int next = this.in.read();
		if (next < 0) {
			throw new EOFException("the answer ends in the middle");
		}
		return next;
	}

}
