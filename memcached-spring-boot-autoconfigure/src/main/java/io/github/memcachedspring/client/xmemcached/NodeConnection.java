package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.memcachedspring.client.ConnectionStatus;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A node and the one connection to it. Makes a lost connection again, independently of
 * all other nodes.
 */
final class NodeConnection implements MetaConnection {

	private static final Log logger = LogFactory.getLog(NodeConnection.class);

	/** By how much the connect timeout is exceeded if nobody connects any more. */
	private static final Duration OVERDUE = Duration.ofSeconds(5);

	private final MemcachedNode node;

	private final Engine engine;

	private final Runnable replaced;

	private final NodeAddresses addresses;

	private final CommandSender sender;

	private final AtomicInteger attempts = new AtomicInteger();

	private final AtomicLong connects = new AtomicLong();

	private final Reconnection reconnection;

	private final CountDownLatch firstAttempt = new CountDownLatch(1);

	private volatile @Nullable ConnectAttempt attempt;

	private volatile @Nullable NodeSession session;

	private final Unavailability unavailability;

	/** Whether a connection to another address is being made; guarded by this. */
	private boolean moving;

	private final SilenceWatch silence = new SilenceWatch();

	/**
	 * Creates a connection that is yet to be made.
	 * @param node the node
	 * @param engine what all nodes share
	 * @param replaced runs when another server is about to be used under the node's name
	 */
	NodeConnection(MemcachedNode node, Engine engine, Runnable replaced) {
		this.node = node;
		this.engine = engine;
		this.replaced = replaced;
		this.addresses = new NodeAddresses(node, engine);
		this.unavailability = new Unavailability(node);
		this.sender = new CommandSender(node, engine);
		this.reconnection = new Reconnection(engine, this::connect);
	}

	/** Returns a connection that is never made, whose commands fail with that reason. */
	static NodeConnection absent(MemcachedNode node, Engine engine, String reason) {
		NodeConnection connection = new NodeConnection(node, engine, () -> {
		});
		connection.unavailability.forGood(reason);
		return connection;
	}

	@Override
	public MemcachedNode node() {
		return this.node;
	}

	NodeAddresses addresses() {
		return this.addresses;
	}

	/** Becomes zero when the first attempt to connect has ended. */
	CountDownLatch firstAttempt() {
		return this.firstAttempt;
	}

	/** Returns why the server is refused, or null. */
	@Nullable String refusal() {
		return this.unavailability.refusal();
	}

	long connects() {
		return this.connects.get();
	}

	ConnectionStatus status() {
		boolean connected = this.session != null;
		return new ConnectionStatus(connected, connects(), this.sender.inFlight(), metaCommands(connected));
	}

	/** A connection is only made to a server that has gone through the probe. */
	private @Nullable Boolean metaCommands(boolean connected) {
		if (connected) {
			return this.engine.settings().classicCommands() ? null : Boolean.TRUE;
		}
		return (refusal() != null) ? Boolean.FALSE : null;
	}

	/** Returns the connection that commands are sent on now, or null. */
	@Override
	public @Nullable NodeSession session() {
		return this.session;
	}

	Reply<MetaReply> sendOn(NodeSession target, String verb, byte[] key, String flags, byte @Nullable [] data) {
		return this.sender.send(target, verb, key, flags, data);
	}

	Reply<MetaReply> sendPlain(NodeSession target, String line, String firstWord) {
		return sendOn(target, new PlainCommand(this.node, line, firstWord));
	}

	Reply<MetaReply> sendPlain(PlainCommand command) {
		NodeSession current = this.session;
		return (current != null) ? sendOn(current, command) : Reply.failed(notConnected());
	}

	Reply<MetaReply> sendOn(NodeSession target, MetaCommand command) {
		return this.sender.send(target, command);
	}

	@Override
	public MemcachedConnectionException notConnected() {
		return this.unavailability.toException();
	}

	void connect() {
		if (this.session == null) {
			attempt();
		}
	}

	private void attempt() {
		if (isOver()) {
			return;
		}
		this.reconnection.begins();
		ConnectAttempt attempt = new ConnectAttempt(this, this.engine, this.attempts.getAndIncrement());
		ConnectAttempt before = this.attempt;
		this.attempt = attempt;
		if (isOver()) {
			// 'close' may have seen the attempt before this one.
			attempt.failed(new IOException("the client was closed"));
			return;
		}
		try {
			if (!this.addresses.ask(attempt::start)) {
				// The name service still owes an answer to the last attempt.
				this.attempt = before;
				stays();
				this.reconnection.postponed();
			}
		}
		catch (OutOfMemoryError ex) {
			// No thread can be started now; without an end there would be no next
			// attempt.
			attempt.failed(ex);
		}
	}

	private boolean isOver() {
		return this.engine.isStopped() || this.unavailability.isForGood();
	}

	/**
	 * Connects anew if the name leads to another address than that of the connection,
	 * which is used until the other one stands.
	 */
	void checkAddress() {
		if (this.session != null) {
			this.addresses.check(this::move);
		}
	}

	private void move() {
		synchronized (this) {
			if (this.session == null || this.moving) {
				return;
			}
			this.moving = true;
		}
		attempt();
	}

	/** Returns whether there still is the connection that was to be replaced. */
	private synchronized boolean stays() {
		boolean stays = this.moving && this.session != null;
		this.moving = false;
		return stays;
	}

	void connected(NodeSession session) {
		session.admit();
		boolean other = this.addresses.used(session.address());
		if (other) {
			// Before anything is read there.
			this.replaced.run();
		}
		this.reconnection.connected();
		this.connects.incrementAndGet();
		this.unavailability.ended();
		NodeSession before;
		synchronized (this) {
			before = this.session;
			this.session = session;
			this.moving = false;
		}
		if (other) {
			// What was made up for meanwhile was made up for at the old address.
			this.replaced.run();
		}
		if (before != null) {
			logger.debug("Memcached node '%s' has moved to '%s'".formatted(this.node, session.address()));
			Draining.begin(before, this.engine);
		}
		if (isOver()) {
			session.close();
		}
		if (session.isClosed()) {
			closed(session, null);
		}
		this.firstAttempt.countDown();
		this.engine.tell((listener) -> listener.connected(this.node));
	}

	void refused(String reason) {
		if (stays()) {
			logger.debug("Memcached node '%s' was refused at another address: %s".formatted(this.node, reason));
			return;
		}
		this.unavailability.refused(reason);
		this.firstAttempt.countDown();
		this.reconnection.refused();
	}

	/** Called when the server does not know us; it may learn to, so this is a state. */
	void denied(String reason) {
		if (stays()) {
			logger.debug("Memcached node '%s' denied access at another address: %s".formatted(this.node, reason));
			return;
		}
		this.unavailability.denied(reason);
		this.firstAttempt.countDown();
		this.reconnection.refused();
	}

	void failed(Throwable cause) {
		logger.debug("Connecting to memcached node '%s' failed".formatted(this.node), cause);
		if (stays()) {
			return;
		}
		this.unavailability.failed(cause);
		this.firstAttempt.countDown();
		this.reconnection.failed();
	}

	void closed(NodeSession closed, @Nullable Throwable cause) {
		this.engine.connector().forget(closed);
		boolean current;
		boolean attempted;
		synchronized (this) {
			current = this.session == closed;
			attempted = this.moving;
			if (current) {
				this.session = null;
			}
		}
		if (current) {
			logger.debug("Connection to memcached node '%s' was closed".formatted(this.node), cause);
			this.unavailability.failed(cause);
			this.engine.tell((listener) -> listener.disconnected(this.node, cause));
			if (!attempted) {
				this.reconnection.lost();
			}
		}
	}

	/**
	 * Closes a connection whose server has answered nothing for too long, and takes note
	 * of one that was closed without its telling.
	 */
	void checkSilence() {
		NodeSession current = this.session;
		if (current != null && current.isClosed()) {
			closed(current, null);
		}
		connectIfOverdue(OVERDUE);
		this.silence.check(this.session, this.engine.settings().getTimeout());
	}

	/** Connects if nobody else will. */
	void connectIfOverdue(Duration limit) {
		if (this.session == null && this.reconnection.isOverdue(limit)) {
			connect();
		}
	}

	/** Gives the connection up, when all that was sent is answered. */
	void retire() {
		this.unavailability.forGood("Memcached node '%s' does not belong to the cluster any more".formatted(this.node));
		close();
		NodeSession current = this.session;
		if (current != null) {
			Draining.begin(current, this.engine);
		}
	}

	/** Gives up connecting, for nobody wants the connection any more. */
	void close() {
		ConnectAttempt pending = this.attempt;
		if (pending != null) {
			pending.failed(new IOException("the client was closed"));
		}
	}

}
