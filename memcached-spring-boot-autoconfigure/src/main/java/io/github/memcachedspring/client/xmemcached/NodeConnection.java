package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedRejectedException;
import io.github.memcachedspring.client.MemcachedRejectedException.Reason;
import io.github.memcachedspring.client.Reply;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A node and the one connection to it. Makes a lost connection again, independently of
 * all other nodes, with a pause that never exceeds a second however long the outage was.
 */
final class NodeConnection {

	private static final Log logger = LogFactory.getLog(NodeConnection.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	/** A server of the wrong kind has to be replaced first, a password to be changed. */
	private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(5);

	private static final Duration SHORTEST_SILENCE = Duration.ofMillis(1500);

	private final MemcachedNode node;

	private final Engine engine;

	private final InFlightLimit inFlight;

	private final AtomicInteger opaque = new AtomicInteger();

	private final AtomicInteger attempts = new AtomicInteger();

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicBoolean resolving = new AtomicBoolean();

	private final CountDownLatch firstAttempt = new CountDownLatch(1);

	private volatile @Nullable ConnectAttempt attempt;

	private volatile @Nullable NodeSession session;

	private volatile @Nullable String refusal;

	private volatile @Nullable String denial;

	private volatile @Nullable Throwable lastFailure;

	/** Used by the timer alone. */
	private @Nullable NodeSession suspected;

	NodeConnection(MemcachedNode node, Engine engine) {
		this.node = node;
		this.engine = engine;
		this.inFlight = new InFlightLimit(engine.settings().maxInFlight());
	}

	MemcachedNode node() {
		return this.node;
	}

	/** Becomes zero when the first attempt to connect has ended. */
	CountDownLatch firstAttempt() {
		return this.firstAttempt;
	}

	/** Returns why the server is refused, or null. */
	@Nullable String refusal() {
		return this.refusal;
	}

	/** Returns the connection that commands are sent on now, or null. */
	@Nullable NodeSession session() {
		return this.session;
	}

	Reply<MetaReply> send(String verb, byte[] key, String flags, byte @Nullable [] data) {
		NodeSession current = this.session;
		return (current != null) ? sendOn(current, verb, key, flags, data) : Reply.failed(notConnected());
	}

	Reply<MetaReply> sendOn(NodeSession target, String verb, byte[] key, String flags, byte @Nullable [] data) {
		int limit = this.engine.settings().maxItemSize();
		if (data != null && data.length > limit) {
			return Reply.failed(new ItemTooLargeException(this.node, data.length, limit));
		}
		boolean classic = this.engine.settings().classicCommands();
		byte[] classicRequest = classic ? ClassicCommand.request(verb, key, flags, data) : null;
		if (classic && classicRequest == null) {
			return Reply.failed(new MemcachedException(
					"Memcached node '%s' is used without meta commands, and this takes one".formatted(this.node),
					this.node));
		}
		if (!this.inFlight.tryEnter()) {
			return Reply.failed(new MemcachedRejectedException(
					"Memcached node '%s' owes %d answers already; 'memcached.max-in-flight' is the limit"
						.formatted(this.node, this.inFlight.limit()),
					this.node, Reason.TOO_MANY_IN_FLIGHT));
		}
		if (classicRequest != null) {
			return sendOn(target, new ClassicCommand(this.node, key, classicRequest, limit, this.inFlight));
		}
		int number = this.opaque.incrementAndGet() & Integer.MAX_VALUE;
		byte[] request = MetaRequest.of(verb, key, flags, number, data);
		return sendOn(target, new MetaCommand(this.node, request, number, limit, this.inFlight));
	}

	Reply<MetaReply> sendPlain(NodeSession target, String line, String firstWord) {
		return sendOn(target, new PlainCommand(this.node, line, firstWord));
	}

	Reply<MetaReply> sendPlain(PlainCommand command) {
		NodeSession current = this.session;
		return (current != null) ? sendOn(current, command) : Reply.failed(notConnected());
	}

	Reply<MetaReply> sendOn(NodeSession target, MetaCommand command) {
		target.send(command);
		return new CommandReply(command, this.engine);
	}

	MemcachedConnectionException notConnected() {
		String denial = this.denial;
		if (denial != null) {
			return new MemcachedConnectionException(
					"Memcached node '%s' denies access: %s".formatted(this.node, denial), this.node, false, null);
		}
		String reason = this.refusal;
		String message = (reason != null) ? "Memcached node '%s' is refused: %s".formatted(this.node, reason)
				: "No connection to memcached node '%s'".formatted(this.node);
		Throwable cause = this.lastFailure;
		String why = (reason == null && cause != null && cause.getMessage() != null) ? ": " + cause.getMessage() : "";
		return new MemcachedConnectionException(message + why, this.node, false, cause);
	}

	void connect() {
		if (this.engine.isStopped()) {
			return;
		}
		if (!this.resolving.compareAndSet(false, true)) {
			// The name service still owes an answer to the last attempt.
			this.engine.schedule(this::connect, LONGEST_PAUSE);
			return;
		}
		ConnectAttempt attempt = new ConnectAttempt(this, this.engine, this.attempts.getAndIncrement());
		this.attempt = attempt;
		if (this.engine.isStopped()) {
			// 'close' may have seen the attempt before this one.
			attempt.failed(new IOException("the client was closed"));
			return;
		}
		try {
			this.engine.resolve(() -> {
				try {
					attempt.start();
				}
				finally {
					this.resolving.set(false);
				}
			});
		}
		catch (OutOfMemoryError ex) {
			// No thread can be started now; without an end there would be no next
			// attempt.
			this.resolving.set(false);
			attempt.failed(ex);
		}
	}

	void connected(NodeSession session) {
		this.failures.set(0);
		this.refusal = null;
		this.denial = null;
		this.lastFailure = null;
		this.session = session;
		if (this.engine.isStopped()) {
			session.close();
		}
		if (session.isClosed()) {
			closed(session, null);
		}
		this.firstAttempt.countDown();
		this.engine.listeners().forEach((listener) -> listener.connected(this.node));
	}

	void refused(String reason) {
		if (!reason.equals(this.refusal)) {
			logger.warn("Memcached node '%s' is not used: it cannot hold leases (%s)".formatted(this.node, reason));
		}
		this.refusal = reason;
		this.denial = null;
		this.firstAttempt.countDown();
		this.engine.schedule(this::connect, PAUSE_AFTER_REFUSAL);
	}

	/** Called when the server does not know us; it may learn to, so this is a state. */
	void denied(String reason) {
		if (!reason.equals(this.denial)) {
			logger.warn("Memcached node '%s' denies access: %s".formatted(this.node, reason));
		}
		this.denial = reason;
		this.refusal = null;
		this.firstAttempt.countDown();
		this.engine.schedule(this::connect, PAUSE_AFTER_REFUSAL);
	}

	void failed(Throwable cause) {
		logger.debug("Connecting to memcached node '%s' failed".formatted(this.node), cause);
		this.lastFailure = cause;
		this.firstAttempt.countDown();
		int doublings = Math.min(this.failures.getAndIncrement(), 10);
		long pause = Math.min(FIRST_PAUSE.toNanos() << doublings, LONGEST_PAUSE.toNanos());
		// Up to a fifth less, so that a fleet does not come back in step.
		this.engine.schedule(this::connect, pause - ThreadLocalRandom.current().nextLong(pause / 5));
	}

	void closed(NodeSession closed, @Nullable Throwable cause) {
		this.engine.connector().forget(closed);
		boolean current;
		synchronized (this) {
			current = this.session == closed;
			if (current) {
				this.session = null;
			}
		}
		if (current) {
			logger.debug("Connection to memcached node '%s' was closed".formatted(this.node), cause);
			this.lastFailure = cause;
			this.engine.listeners().forEach((listener) -> listener.disconnected(this.node, cause));
			connect();
		}
	}

	/**
	 * Closes a connection whose server has answered nothing for too long. It has to be
	 * found so twice, for if this process was not running meanwhile, the answers only
	 * wait to be read.
	 */
	void checkSilence() {
		NodeSession current = this.session;
		Duration limit = this.engine.settings().getTimeout().multipliedBy(3);
		limit = (limit.compareTo(SHORTEST_SILENCE) > 0) ? limit : SHORTEST_SILENCE;
		if (current == null || current.silenceNanos() <= limit.toNanos()) {
			this.suspected = null;
		}
		else if (this.suspected != current) {
			this.suspected = current;
		}
		else {
			current.close(new IOException("no answer for %d ms".formatted(limit.toMillis())));
		}
	}

	/** Gives up connecting, for the client is closed. */
	void close() {
		ConnectAttempt pending = this.attempt;
		if (pending != null) {
			pending.failed(new IOException("the client was closed"));
		}
	}

}
