package io.github.memcachedspring.client.xmemcached;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedProtocolException;
import io.github.memcachedspring.client.MemcachedServerException;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.NotNumericException;
import net.rubyeye.xmemcached.command.Command;
import net.rubyeye.xmemcached.command.CommandType;
import net.rubyeye.xmemcached.impl.MemcachedTCPSession;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way through the driver, and the meeting point of the driver's thread
 * with the one consumer of the answer. The type {@code NOOP} keeps the driver's get
 * merging away from it.
 */
class MetaCommand extends Command {

	static final int NO_OPAQUE = -1;

	private final MemcachedNode node;

	/** What is to be sent, until it is taken or not wanted any more. */
	private final AtomicReference<byte @Nullable []> request;

	private final int opaque;

	private final int maxDataSize;

	private final ReplyDecoder decoder;

	private final @Nullable InFlightLimit inFlight;

	private final long createdAt = System.nanoTime();

	/** Null, then the waiting thread or the listener, then the outcome for ever. */
	private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

	/** The limit, if there is one, has been entered, and is left when this ends. */
	MetaCommand(MemcachedNode node, byte[] request, int opaque, int maxDataSize, @Nullable InFlightLimit inFlight) {
		super(CommandType.NOOP);
		this.node = node;
		this.request = new AtomicReference<>(request);
		this.opaque = opaque;
		this.maxDataSize = maxDataSize;
		this.decoder = new ReplyDecoder(maxDataSize);
		this.inFlight = inFlight;
	}

	/** Not used: the session takes the request itself. */
	@Override
	public void encode() {
		throw new UnsupportedOperationException("Use 'takeRequest'");
	}

	/**
	 * Hands out the request, once, and forgets it.
	 * @return the request, or null if nobody waits for its answer any more
	 */
	final byte @Nullable [] takeRequest() {
		return this.request.getAndSet(null);
	}

	final int requestSize() {
		byte[] request = this.request.get();
		return (request != null) ? request.length : 0;
	}

	@Override
	public boolean decode(MemcachedTCPSession session, ByteBuffer in) {
		if (!this.decoder.decode(in)) {
			return false;
		}
		complete(toOutcome());
		return true;
	}

	private Outcome toOutcome() {
		if (this.decoder.isError()) {
			return new Outcome(null, toError(this.decoder.reply().line()));
		}
		MetaReply reply = this.decoder.reply();
		if (!isExpected(reply)) {
			throw new IllegalStateException("an answer to another command");
		}
		if (this.decoder.isOversized()) {
			return new Outcome(null, new ItemTooLargeException(this.node, this.decoder.dataSize(), this.maxDataSize));
		}
		return new Outcome(reply, null);
	}

	protected boolean isExpected(MetaReply reply) {
		return reply.answers(this.opaque);
	}

	final MemcachedServerException toError(String line) {
		if (line.contains("non-numeric")) {
			return new NotNumericException(this.node, line);
		}
		if (!line.startsWith("SERVER_ERROR")) {
			// Whether the server swallowed the data block after such an error depends
			// on the error, so the connection is out of step.
			complete(new Outcome(null, new MemcachedServerException(this.node, line)));
			throw new IllegalStateException("'%s'".formatted(line));
		}
		if (line.contains("too large")) {
			return new ItemTooLargeException(this.node, line);
		}
		return new MemcachedServerException(this.node, line);
	}

	/** Ends the command, unless it has ended. */
	final void complete(Outcome outcome) {
		Object previous;
		do {
			previous = this.state.get();
			if (previous instanceof Outcome) {
				return;
			}
		}
		while (!this.state.compareAndSet(previous, outcome));
		if (this.inFlight != null) {
			this.inFlight.leave();
		}
		if (previous instanceof Thread waiter) {
			LockSupport.unpark(waiter);
		}
		else if (previous instanceof Runnable listener) {
			listener.run();
		}
	}

	/** Ends the command because its connection is gone. */
	final void fail(String reason, @Nullable Throwable cause) {
		boolean sent = takeRequest() == null;
		if (cause instanceof IllegalStateException || cause instanceof NumberFormatException) {
			complete(new Outcome(null, new MemcachedProtocolException(this.node, "received " + cause.getMessage())));
			return;
		}
		complete(new Outcome(null, new MemcachedConnectionException(
				"Connection to memcached node '%s' %s".formatted(this.node, reason), this.node, sent, cause)));
	}

	/**
	 * Ends the command because its time is up. What has not been sent is not sent any
	 * more and takes no memory; an answer that comes later is read and dropped.
	 */
	final void abandon(Duration timeout) {
		boolean sent = takeRequest() == null;
		complete(new Outcome(null, new MemcachedTimeoutException(this.node, timeout, sent)));
	}

	/** Returns the outcome, or null if it did not come in time. */
	final @Nullable Outcome await(long timeoutNanos) {
		boolean interrupted = false;
		long limitNanos = timeoutNanos;
		try {
			Thread current = Thread.currentThread();
			while (true) {
				Object now = this.state.get();
				if (now instanceof Outcome outcome) {
					return outcome;
				}
				long remaining = limitNanos - ageNanos();
				if (remaining <= 0) {
					remaining = (limitNanos == timeoutNanos) ? Grace.remaining(this.createdAt, timeoutNanos) : 0;
					if (remaining == 0) {
						return null;
					}
					limitNanos = ageNanos() + remaining;
				}
				if (now == current || this.state.compareAndSet(now, current)) {
					LockSupport.parkNanos(this, remaining);
					interrupted |= Thread.interrupted();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Has the listener run when the outcome is there, at once if it already is. */
	final void listen(Runnable listener) {
		if (!this.state.compareAndSet(null, listener)) {
			listener.run();
		}
	}

	/** Returns the outcome; for use by the listener. */
	final Outcome outcome() {
		if (this.state.get() instanceof Outcome outcome) {
			return outcome;
		}
		throw new IllegalStateException("The command has not ended");
	}

	final MemcachedNode node() {
		return this.node;
	}

	final long ageNanos() {
		return System.nanoTime() - this.createdAt;
	}

	/** Keeps keys and values out of the driver's log. */
	@Override
	public String toString() {
		return "MetaCommand[%s]".formatted(this.node);
	}

}
