package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.google.code.yanf4j.config.Configuration;
import com.google.code.yanf4j.core.EventType;
import com.google.code.yanf4j.core.Session;
import com.google.code.yanf4j.core.impl.HandlerAdapter;
import com.google.code.yanf4j.nio.NioSessionConfig;
import com.google.code.yanf4j.nio.impl.Reactor;
import net.rubyeye.xmemcached.CommandFactory;
import net.rubyeye.xmemcached.buffer.SimpleBufferAllocator;
import net.rubyeye.xmemcached.codec.MemcachedCodecFactory;
import net.rubyeye.xmemcached.command.TextCommandFactory;
import net.rubyeye.xmemcached.impl.ArrayMemcachedSessionLocator;
import net.rubyeye.xmemcached.impl.IndexMemcachedSessionComparator;
import net.rubyeye.xmemcached.impl.MemcachedConnector;
import net.rubyeye.xmemcached.impl.Optimizer;
import net.rubyeye.xmemcached.utils.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The driver's reactors, opening sessions of our kind. Which node a command goes to and
 * when a lost connection is made again is decided outside, so the driver's own session
 * map, ring and healing stay empty.
 */
final class NodeConnector extends MemcachedConnector {

	/**
	 * With the driver's 32 KB a store of 100 KB takes 44 ms on loopback, because the last
	 * segment waits for a delayed acknowledgement (measured).
	 */
	private static final int SOCKET_BUFFER_SIZE = 256 * 1024;

	private static final int READ_BUFFER_SIZE = 64 * 1024;

	/**
	 * The driver can miss a wake-up, see {@link NodeSession}: a connection to be opened
	 * or closed would then wait for the reactor's next look, a second later.
	 */
	private static final long LONGEST_SLEEP_MILLIS = 100;

	private static final int UNUSED_NOREPLY_LIMIT = 40_000;

	private final CommandFactory commandFactory;

	private final Optimizer unusedOptimizer = new Optimizer(Protocol.Text);

	private final Set<NodeSession> sessions = ConcurrentHashMap.newKeySet();

	private final Object endLock = new Object();

	/** Guarded by the lock. */
	private boolean ended;

	@SuppressWarnings("deprecation") // the driver has no other allocator
	private NodeConnector(Configuration configuration, CommandFactory commandFactory) {
		super(configuration, new ArrayMemcachedSessionLocator(), new IndexMemcachedSessionComparator(),
				SimpleBufferAllocator.newInstance(), commandFactory, 1, UNUSED_NOREPLY_LIMIT);
		this.commandFactory = commandFactory;
		setHandler(new FailureHandler());
		setCodecFactory(new MemcachedCodecFactory());
		setSessionTimeout(-1);
		setEnableHealSession(false);
	}

	static NodeConnector create(int nodes) {
		Configuration configuration = new Configuration();
		configuration.setReadThreadCount(0);
		configuration.setSessionReadBufferSize(READ_BUFFER_SIZE);
		configuration.setCheckSessionTimeoutInterval(LONGEST_SLEEP_MILLIS);
		// Reactor 0 does nothing but connect.
		int reactors = Math.min(nodes, Runtime.getRuntime().availableProcessors()) + 1;
		configuration.setSelectorPoolSize(reactors);
		return new NodeConnector(configuration, new TextCommandFactory());
	}

	/** Begins to connect; tells the attempt how it went. */
	void open(InetSocketAddress address, ConnectAttempt attempt) {
		try {
			SocketChannel channel = SocketChannel.open();
			attempt.opened(channel);
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
			channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_SIZE);
			channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_SIZE);
			if (channel.connect(address)) {
				attempt.established(channel);
			}
			else {
				awaitConnect(channel, attempt);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			attempt.failed(ex);
		}
	}

	private void awaitConnect(SocketChannel channel, ConnectAttempt attempt) throws IOException {
		synchronized (this.endLock) {
			if (this.ended) {
				// The driver would wait for its reactors to start again.
				throw new IOException("the client was closed");
			}
			Reactor reactor = this.selectorManager.registerChannel(channel, SelectionKey.OP_CONNECT, attempt);
			reactor.getSelector().wakeup();
		}
	}

	/** Keeps connections from being opened; before the reactors are told to stop. */
	void end() {
		synchronized (this.endLock) {
			this.ended = true;
		}
	}

	@Override
	public void onConnect(SelectionKey key) {
		ConnectAttempt attempt = (ConnectAttempt) key.attachment();
		SocketChannel channel = (SocketChannel) key.channel();
		try {
			boolean finished = channel.finishConnect();
			key.cancel();
			if (finished) {
				attempt.established(channel);
			}
			else {
				attempt.failed(new IOException("The connection was not finished"));
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			// An error, lack of memory for example, would end the reactor.
			key.cancel();
			attempt.failed(ex);
		}
	}

	/**
	 * Makes a session of a connection that stands.
	 * @param channel the connection, in non-blocking mode
	 * @param tls what encrypts it, or null
	 * @param attempt is told about the session
	 */
	void register(SocketChannel channel, @Nullable TlsChannel tls, ConnectAttempt attempt) {
		NodeSession session = session(buildSessionConfig(channel, buildQueue()), tls, attempt.connection());
		this.sessions.add(session);
		this.selectorManager.registerSession(session, EventType.ENABLE_READ);
		session.start();
		attempt.connected(session);
	}

	private NodeSession session(NioSessionConfig config, @Nullable TlsChannel tls, NodeConnection connection) {
		return (tls != null)
				? new TlsSession(config, READ_BUFFER_SIZE, this.unusedOptimizer, this.commandFactory, connection, tls)
				: new NodeSession(config, READ_BUFFER_SIZE, this.unusedOptimizer, this.commandFactory, connection);
	}

	@Override
	public synchronized void addSession(Session session) {
		throw new UnsupportedOperationException("Connections are opened by 'open'");
	}

	void forget(NodeSession session) {
		this.sessions.remove(session);
	}

	/** Closes what the reactors have left; once they have ended. */
	void closeSessions() {
		this.sessions.forEach(NodeSession::closeNow);
	}

	/**
	 * Waits for the end of the reactors, which have been told to stop.
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	void awaitEnd(Duration limit) throws InterruptedException {
		long deadline = System.nanoTime() + limit.toNanos();
		for (int i = 0; i < this.selectorManager.getSelectorCount(); i++) {
			Thread reactor = this.selectorManager.getReactorByIndex(i);
			if (reactor != Thread.currentThread()) {
				TimeUnit.NANOSECONDS.timedJoin(reactor, deadline - System.nanoTime());
			}
		}
	}

	/** Hands the driver's exceptions to the session. */
	private static final class FailureHandler extends HandlerAdapter {

		@Override
		public void onExceptionCaught(Session session, Throwable ex) {
			((NodeSession) session).onException(ex);
		}

	}

}
