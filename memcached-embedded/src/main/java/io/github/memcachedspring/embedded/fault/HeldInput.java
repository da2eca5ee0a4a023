package io.github.memcachedspring.embedded.fault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * What a client sends, held and slowed down as its connection says.
 */
final class HeldInput extends FilterInputStream {

	private final FaultyConnection connection;

	private volatile long arrived = System.nanoTime();

	HeldInput(FaultyConnection connection, InputStream in) {
		super(in);
		this.connection = connection;
	}

	/** When the bytes arrived that were read last, in the JVM's nanoseconds. */
	long arrived() {
		return this.arrived;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int count = super.read(bytes, offset, Math.min(length, largestRead()));
		this.arrived = System.nanoTime();
		if (count < 0) {
			this.connection.clientGone();
			return count;
		}
		long bandwidth = this.connection.conditions().bandwidth();
		if (bandwidth > 0) {
			long nanos = Math.max(1, TimeUnit.SECONDS.toNanos(count) / bandwidth);
			this.connection.pause(() -> this.connection.conditions().bandwidth() == 0, nanos);
		}
		this.connection.pause(() -> !this.connection.conditions().holdsRequests(), Signal.FOREVER);
		return count;
	}

	/** What comes through in a fiftieth of a second, so that it comes evenly. */
	private int largestRead() {
		long bandwidth = this.connection.conditions().bandwidth();
		return (bandwidth > 0) ? (int) Math.min(Math.max(1, bandwidth / 50), Integer.MAX_VALUE) : Integer.MAX_VALUE;
	}

}
