package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects replies until the client has to have them. Holds little while it is empty.
 */
final class PendingOutput extends OutputStream {

	private static final int LIMIT = 64 * 1024;

	private static final byte[] EMPTY = {};

	private final OutputStream target;

	private final Statistics statistics;

	private byte[] pending = EMPTY;

	private int count;

	PendingOutput(OutputStream target, Statistics statistics) {
		this.target = target;
		this.statistics = statistics;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		if (this.count + length > LIMIT) {
			flush();
		}
		if (length > LIMIT) {
			send(bytes, offset, length);
			return;
		}
		if (this.count + length > this.pending.length) {
			this.pending = Arrays.copyOf(this.pending, Math.max(this.count + length, this.pending.length * 2));
		}
		System.arraycopy(bytes, offset, this.pending, this.count, length);
		this.count += length;
	}

	@Override
	public void flush() throws IOException {
		if (this.count > 0) {
			int length = this.count;
			this.count = 0;
			send(this.pending, 0, length);
			if (this.pending.length > LIMIT / 16) {
				this.pending = EMPTY;
			}
		}
	}

	private void send(byte[] bytes, int offset, int length) throws IOException {
		this.target.write(bytes, offset, length);
		this.statistics.add(Counter.BYTES_WRITTEN, length);
	}

}
