package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The way to a client, late, slow, in pieces and held as its connection says.
 */
final class ShapedOutput extends OutputStream {

	/**
	 * As many pieces are sent one by one for sure: they hold the reply's head. For all of
	 * a long value it would take minutes.
	 */
	private static final int SEPARATE_PIECES = 100;

	private static final long SEPARATION = 10_000;

	private final FaultyConnection connection;

	private final OutputStream out;

	/** Makes the same choices for the same connection in each run. */
	private final Random random;

	ShapedOutput(FaultyConnection connection, OutputStream out) {
		this.connection = connection;
		this.out = out;
		this.random = new Random(connection.number());
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		send(bytes, offset, length, this.connection.arrived());
	}

	/**
	 * Sends the answer to what arrived at that moment, in the JVM's nanoseconds.
	 */
	void send(byte[] bytes, int offset, int length, long arrived) throws IOException {
		awaitLatency(arrived);
		int sent = 0;
		for (int piece = 0; sent < length; piece++) {
			this.connection.pause(() -> !this.connection.conditions().holdsReplies(), Signal.FOREVER);
			Conditions conditions = this.connection.conditions();
			int size = Math.min(length - sent, pieceSize(conditions));
			this.out.write(bytes, offset + sent, size);
			sent += size;
			afterPiece(conditions, size, piece);
		}
	}

	private void awaitLatency(long arrived) throws IOException {
		Conditions conditions = this.connection.conditions();
		long jitter = (long) ((2 * this.random.nextDouble() - 1) * conditions.jitter());
		long nanos = conditions.latency() + jitter - (System.nanoTime() - arrived);
		if (nanos > 0) {
			this.connection.pause(() -> !this.connection.conditions().isLate(), nanos);
		}
	}

	private int pieceSize(Conditions conditions) {
		int size = (conditions.slice() > 0) ? 1 + this.random.nextInt(conditions.slice()) : Integer.MAX_VALUE;
		if (conditions.bandwidth() > 0) {
			return (int) Math.min(size, Math.max(1, conditions.bandwidth() / 50));
		}
		return size;
	}

	private void afterPiece(Conditions conditions, int size, int piece) throws IOException {
		if (conditions.bandwidth() > 0) {
			long nanos = Math.max(1, TimeUnit.SECONDS.toNanos(size) / conditions.bandwidth());
			this.connection.pause(() -> this.connection.conditions().bandwidth() == 0, nanos);
		}
		else if (conditions.slice() > 0 && piece < SEPARATE_PIECES) {
			LockSupport.parkNanos(SEPARATION);
		}
	}

}
