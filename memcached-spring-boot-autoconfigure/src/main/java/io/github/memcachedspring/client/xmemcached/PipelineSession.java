package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedProtocolException;
import io.github.memcachedspring.client.MemcachedServerException;
import io.github.memcachedspring.client.Reply;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which one thread sends many commands before it reads the first answer.
 * Commands are collected and written together. The first thing that goes wrong ends it,
 * but for an error that concerns one command only.
 */
final class PipelineSession implements MetaSession {

	private static final Log logger = LogFactory.getLog(PipelineSession.class);

	private final NodeSocket socket;

	private final MemcachedNode node;

	private final int maxItemSize;

	private final Queue<Pending> pending = new ArrayDeque<>();

	/** Whole commands only, so that they do not share a TLS record with half of one. */
	private final byte[] unsent = new byte[TlsSession.RECORD_SIZE];

	private int unsentLength;

	private int opaque;

	private @Nullable MemcachedConnectionException closed;

	PipelineSession(NodeSocket socket, MemcachedNode node, int maxItemSize) {
		this.socket = socket;
		this.node = node;
		this.maxItemSize = maxItemSize;
	}

	boolean isClosed() {
		return this.closed != null;
	}

	@Override
	public Reply<MetaReply> send(String verb, byte[] key, String flags, byte @Nullable [] data) {
		if (data != null && data.length > this.maxItemSize) {
			return Reply.failed(new ItemTooLargeException(this.node, data.length, this.maxItemSize));
		}
		if (this.closed != null) {
			return Reply.failed(this.closed);
		}
		this.opaque = (this.opaque + 1) & Integer.MAX_VALUE;
		Pending reply = new Pending(this.opaque);
		this.pending.add(reply);
		try {
			collect(MetaRequest.of(verb, key, flags, this.opaque, data));
		}
		catch (IOException ex) {
			close(ex);
		}
		return reply;
	}

	private void collect(byte[] request) throws IOException {
		if (this.unsentLength + request.length > this.unsent.length) {
			flush();
		}
		if (request.length > this.unsent.length) {
			this.socket.write(request);
			return;
		}
		System.arraycopy(request, 0, this.unsent, this.unsentLength, request.length);
		this.unsentLength += request.length;
	}

	private void flush() throws IOException {
		if (this.unsentLength > 0) {
			this.socket.write(this.unsent, this.unsentLength);
			this.unsentLength = 0;
		}
	}

	/** Sends what was collected, so that the server is busy while others are read. */
	void flushQuietly() {
		try {
			flush();
		}
		catch (IOException ex) {
			close(ex);
		}
	}

	private void readUpTo(Pending wanted) {
		try {
			flush();
			while (wanted.outcome == null) {
				Pending next = this.pending.element();
				next.outcome = read(next);
				this.pending.remove();
			}
		}
		catch (IOException | IllegalStateException | NumberFormatException ex) {
			close(ex);
		}
	}

	private Outcome read(Pending command) throws IOException {
		ReplyDecoder decoder = new ReplyDecoder(this.maxItemSize);
		while (!decoder.decode(this.socket.received())) {
			continue;
		}
		MetaReply reply = decoder.reply();
		if (decoder.isError()) {
			if (!reply.line().startsWith("SERVER_ERROR")) {
				// Whether the server has read the data block too is not known then.
				throw new IllegalStateException("'%s'".formatted(reply.line()));
			}
			return new Outcome(null, new MemcachedServerException(this.node, reply.line()));
		}
		if (!reply.answers(command.opaque)) {
			throw new IllegalStateException("an answer to another command");
		}
		return decoder.isOversized()
				? new Outcome(null, new ItemTooLargeException(this.node, decoder.dataSize(), this.maxItemSize))
				: new Outcome(reply, null);
	}

	/** Fails all that is not answered. */
	void close(@Nullable Exception cause) {
		if (this.closed != null) {
			return;
		}
		this.closed = new MemcachedConnectionException(
				"Connection to memcached node '%s' was lost".formatted(this.node), this.node, true, cause);
		RuntimeException failure = (cause instanceof RuntimeException)
				? new MemcachedProtocolException(this.node, "received " + cause.getMessage()) : this.closed;
		this.pending.forEach((command) -> command.outcome = new Outcome(null, failure));
		this.pending.clear();
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.debug("Closing the connection to %s failed".formatted(this.node), ex);
		}
	}

	/** The place of an answer. */
	private final class Pending implements Reply<MetaReply> {

		private final int opaque;

		private @Nullable Outcome outcome;

		Pending(int opaque) {
			this.opaque = opaque;
		}

		@Override
		@SuppressWarnings("NullAway") // an outcome without failure has a reply
		public MetaReply await() {
			if (this.outcome == null) {
				readUpTo(this);
			}
			RuntimeException failure = this.outcome.failure();
			if (failure != null) {
				throw failure;
			}
			return this.outcome.reply();
		}

		/** Nobody else may read from the connection, so this waits as well. */
		@Override
		public void subscribe(Executor executor,
				BiConsumer<? super @Nullable MetaReply, ? super @Nullable RuntimeException> consumer) {
			Reply<MetaReply> done;
			try {
				done = Reply.of(await());
			}
			catch (RuntimeException ex) {
				done = Reply.failed(ex);
			}
			done.subscribe(executor, consumer);
		}

	}

}
