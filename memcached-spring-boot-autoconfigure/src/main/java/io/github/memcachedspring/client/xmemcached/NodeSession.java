package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import com.google.code.yanf4j.core.EventType;
import com.google.code.yanf4j.core.WriteMessage;
import com.google.code.yanf4j.nio.NioSessionConfig;
import com.google.code.yanf4j.nio.impl.Reactor;
import com.google.code.yanf4j.nio.impl.SelectorManager;
import io.github.memcachedspring.client.Reply;
import net.rubyeye.xmemcached.CommandFactory;
import net.rubyeye.xmemcached.impl.MemcachedTCPSession;
import net.rubyeye.xmemcached.impl.Optimizer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a node. Differs from the driver's session in what happens when
 * something goes wrong: bytes that nobody asked for close it instead of blocking the
 * reactor, closing never waits for the peer, and every command that it still holds fails
 * at once.
 *
 * <p>
 * Reading, writing and closing all happen on the session's reactor: a channel that
 * another thread closes while the reactor changes its interest ends the reactor's thread,
 * and with it all other sessions of that reactor, and a queue that another thread clears
 * while the reactor takes from it loses commands.
 */
class NodeSession extends MemcachedTCPSession implements MetaSession {

	private static final Log logger = LogFactory.getLog(NodeSession.class);

	private final SelectableChannel socketChannel;

	private final NodeConnection connection;

	/** Set before callers get to know the session. */
	private boolean admitted;

	private volatile @Nullable MetaCommand decoding;

	private volatile @Nullable Throwable closeCause;

	private volatile long lastAnswerAt = System.nanoTime();

	NodeSession(NioSessionConfig config, int readBufferSize, Optimizer unused, CommandFactory commandFactory,
			NodeConnection connection) {
		super(config, readBufferSize, unused, 0, commandFactory);
		this.socketChannel = config.selectableChannel;
		this.connection = connection;
		// A read that finds nothing would otherwise hold the reactor for 500 ms.
		setUseBlockingRead(false);
		setAllowReconnect(false);
	}

	/** Returns the address of the server, or null if that is not known. */
	final @Nullable InetAddress address() {
		return (this.socketChannel instanceof SocketChannel socket) ? socket.socket().getInetAddress() : null;
	}

	/** Has commands be for callers from now on, who wait no longer than their timeout. */
	final void admit() {
		this.admitted = true;
	}

	/** Returns whether the server has shown what it is. */
	final boolean isAdmitted() {
		return this.admitted;
	}

	@Override
	public final Reply<MetaReply> send(String verb, byte[] key, String flags, byte @Nullable [] data) {
		return this.connection.sendOn(this, verb, key, flags, data);
	}

	final void send(MetaCommand command) {
		if (isClosed()) {
			command.fail("was closed", this.closeCause);
			return;
		}
		writeFromUserCode(command);
		if (this.writeQueue.peek() == command) {
			// Those behind it are written in the same go.
			wakeReactor();
		}
		if (isClosed()) {
			// Perhaps queued after the queue was cleared: nobody else would fail it.
			failCommands();
		}
	}

	/**
	 * Wakes the reactor whatever the driver thinks. Its own wake-up is left out if it
	 * falls between the reactor's look at its events and the reset of its flag for being
	 * awake; the command would then wait until the reactor wakes for another reason.
	 */
	private void wakeReactor() {
		if (getAttribute(SelectorManager.REACTOR_ATTRIBUTE) instanceof Reactor reactor
				&& reactor != Thread.currentThread()) {
			reactor.getSelector().wakeup();
		}
	}

	/** Takes what is to be written next: small commands together, large ones alone. */
	@Override
	protected WriteMessage preprocessWriteMessage(WriteMessage message) {
		if (!(message instanceof MetaCommand first)) {
			return message;
		}
		List<byte[]> requests = new ArrayList<>();
		int size = take(first, requests);
		while (this.writeQueue.peek() instanceof MetaCommand next && size + next.requestSize() <= batchLimit()) {
			this.writeQueue.remove();
			size += take(next, requests);
		}
		return new WriteBatch(requests, size);
	}

	/** Returns up to which size in bytes commands are written together. */
	int batchLimit() {
		return WriteBatch.SIZE_LIMIT;
	}

	private int take(MetaCommand command, List<byte[]> requests) {
		byte[] request = command.takeRequest();
		if (request == null) {
			return 0;
		}
		this.commandAlreadySent.add(command);
		requests.add(request);
		return request.length;
	}

	/** What escaped from here, lack of memory for example, would end the reactor. */
	@Override
	protected void onRead(SelectionKey key) {
		try {
			super.onRead(key);
		}
		catch (RuntimeException | Error ex) {
			close(ex);
		}
	}

	/** As {@link #onRead}. */
	@Override
	protected void onWrite(SelectionKey key) {
		try {
			super.onWrite(key);
		}
		catch (RuntimeException | Error ex) {
			close(ex);
		}
	}

	@Override
	public void decode() {
		ByteBuffer in = this.readBuffer.buf();
		try {
			while (in.hasRemaining() && !isClosed()) {
				MetaCommand command = this.decoding;
				if (command == null) {
					command = (MetaCommand) this.commandAlreadySent.poll();
				}
				if (command == null) {
					throw new IllegalStateException("an answer that nobody asked for");
				}
				this.decoding = command;
				if (!command.decode(this, in)) {
					return;
				}
				this.decoding = null;
				this.lastAnswerAt = System.nanoTime();
			}
		}
		catch (RuntimeException | Error ex) {
			close(ex);
		}
	}

	void close(Throwable cause) {
		this.closeCause = cause;
		close();
	}

	/** Closes the session soon if this is not its reactor, else at once. */
	@Override
	public void close() {
		Thread reactor = (Thread) getAttribute(SelectorManager.REACTOR_ATTRIBUTE);
		if (reactor == null || reactor == Thread.currentThread() || !reactor.isAlive()) {
			closeNow();
		}
		else {
			this.selectorManager.registerSession(this, EventType.EXPIRED);
		}
	}

	/** The driver's only event that can be sent to the reactor and does nothing else. */
	@Override
	public void onExpired() {
		closeNow();
	}

	/**
	 * Closes the session; only on its reactor, or when that has ended. Whatever goes
	 * wrong, every command ends and the node is connected to again.
	 */
	void closeNow() {
		synchronized (this) {
			if (isClosed()) {
				return;
			}
			setClosed(true);
		}
		try {
			closeSocket();
		}
		catch (RuntimeException | Error ex) {
			closingFailed(ex);
		}
		try {
			unregisterSession();
		}
		catch (RuntimeException | Error ex) {
			closingFailed(ex);
		}
		failCommands();
		try {
			this.connection.closed(this, this.closeCause);
		}
		catch (RuntimeException | Error ex) {
			closingFailed(ex);
		}
	}

	private void closingFailed(Throwable ex) {
		Quietly.warn(logger, "Closing the connection to memcached node '%s' failed", this.connection.node(), ex);
	}

	private void closeSocket() {
		try {
			try {
				discardUnsent();
			}
			finally {
				closeChannelNow();
			}
		}
		catch (IOException ex) {
			logger.debug("Closing the connection to %s failed".formatted(this.connection.node()), ex);
		}
	}

	/**
	 * Keeps the operating system from delivering what it still holds. After an outage a
	 * put of minutes ago would overwrite what was stored or removed on the next
	 * connection.
	 */
	private void discardUnsent() throws IOException {
		if (this.socketChannel instanceof SocketChannel socket && socket.isOpen()
				&& !(this.commandAlreadySent.isEmpty() && this.decoding == null)) {
			socket.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
	}

	void closeChannelNow() throws IOException {
		this.socketChannel.close();
	}

	private void failCommands() {
		MetaCommand command = this.decoding;
		if (command != null) {
			fail(command, "was lost");
		}
		while ((command = (MetaCommand) this.commandAlreadySent.poll()) != null) {
			fail(command, "was lost");
		}
		while ((command = (MetaCommand) this.writeQueue.poll()) != null) {
			fail(command, "was closed");
		}
	}

	/** A command that cannot be told still ends by its timeout. */
	private void fail(MetaCommand command, String reason) {
		try {
			command.fail(reason, this.closeCause);
		}
		catch (RuntimeException | Error ex) {
			closingFailed(ex);
		}
	}

	@Override
	public void onException(Throwable ex) {
		if (this.closeCause == null) {
			this.closeCause = ex;
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Connection to %s failed".formatted(this.connection.node()), ex);
		}
	}

	/** Returns whether every command that it was given has been answered. */
	final boolean isAnswered() {
		return this.writeQueue.isEmpty() && this.commandAlreadySent.isEmpty() && this.decoding == null;
	}

	/**
	 * Returns for how long the server has owed an answer without completing any. Bytes
	 * alone are no sign of life: they may trickle in for ever.
	 */
	long silenceNanos() {
		MetaCommand command = this.decoding;
		if (command == null) {
			command = (MetaCommand) this.commandAlreadySent.peek();
		}
		return (command != null) ? Math.min(command.ageNanos(), System.nanoTime() - this.lastAnswerAt) : 0;
	}

}
