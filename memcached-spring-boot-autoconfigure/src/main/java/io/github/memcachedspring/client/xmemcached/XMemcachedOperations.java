package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.IncompatibleServersException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeListener;
import io.github.memcachedspring.client.NodeOperations;

import org.springframework.util.Assert;

/**
 * A cluster of memcached servers, each key on the node that the ketama ring names. One
 * connection per node, shared by all threads and pipelined; lost ones are made again in
 * the background. No key moves to another node when its own is down: its commands fail at
 * once instead.
 *
 * @since 0.1.0
 */
public final class XMemcachedOperations extends MetaVerbs implements AutoCloseable {

	/** How long the start waits for the servers to show what they are. */
	private static final Duration START_LIMIT = Duration.ofMillis(500);

	private static final Duration SILENCE_CHECK_INTERVAL = Duration.ofMillis(500);

	private final Engine engine;

	private final List<MemcachedNode> nodes;

	private final NodeConnection[] connections;

	private final Distribution distribution;

	private final Map<MemcachedNode, SingleNodeOperations> byNode = new LinkedHashMap<>();

	private XMemcachedOperations(XMemcachedSettings settings, AddressResolver addresses) {
		this.engine = new Engine(settings, addresses);
		this.nodes = settings.nodes();
		this.distribution = settings.distribution();
		this.connections = this.nodes.stream()
			.map((node) -> new NodeConnection(node, this.engine))
			.toArray(NodeConnection[]::new);
		for (NodeConnection connection : this.connections) {
			this.byNode.put(connection.node(), new SingleNodeOperations(connection, this));
		}
	}

	/**
	 * Connects to a cluster. Waits at most half a second for the servers; those that are
	 * not reachable by then are connected to in the background, and until then their
	 * commands fail at once.
	 * @param settings the settings
	 * @return the operations, to be closed in the end
	 * @throws IncompatibleServersException if all servers answered and none of them can
	 * hold leases
	 */
	public static XMemcachedOperations connect(XMemcachedSettings settings) {
		return connect(settings, AddressResolver.SYSTEM);
	}

	/**
	 * Connects to a cluster that can be done without, in whatever state it is. Commands
	 * to servers that cannot be used fail.
	 * @param settings the settings
	 * @return the operations, to be closed in the end
	 */
	public static XMemcachedOperations connectAnyway(XMemcachedSettings settings) {
		XMemcachedOperations operations = new XMemcachedOperations(settings, AddressResolver.SYSTEM);
		operations.start();
		operations.watch();
		return operations;
	}

	static XMemcachedOperations connect(XMemcachedSettings settings, AddressResolver addresses) {
		XMemcachedOperations operations = new XMemcachedOperations(settings, addresses);
		operations.start();
		operations.refuseIfIncompatible();
		operations.watch();
		return operations;
	}

	private void start() {
		this.engine.start();
		for (NodeConnection connection : this.connections) {
			connection.connect();
		}
		awaitFirstAttempts();
	}

	private void refuseIfIncompatible() {
		Map<MemcachedNode, String> refusals = new LinkedHashMap<>();
		for (NodeConnection connection : this.connections) {
			String refusal = connection.refusal();
			if (refusal != null) {
				refusals.put(connection.node(), refusal);
			}
		}
		if (refusals.size() == this.connections.length) {
			close();
			throw new IncompatibleServersException(refusals);
		}
	}

	private void watch() {
		this.engine.scheduleRegularly(this::checkSilence, SILENCE_CHECK_INTERVAL);
	}

	private void awaitFirstAttempts() {
		long deadline = System.nanoTime() + START_LIMIT.toNanos();
		try {
			for (NodeConnection connection : this.connections) {
				if (!connection.firstAttempt().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void checkSilence() {
		for (NodeConnection connection : this.connections) {
			connection.checkSilence();
		}
	}

	@Override
	NodeConnection connection(MemcachedKey key) {
		return this.connections[(this.connections.length == 1) ? 0 : this.distribution.indexOf(key.toWire())];
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.nodes;
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return connection(key).node();
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		NodeOperations operations = this.byNode.get(node);
		Assert.notNull(operations, () -> "'%s' is not a node of %s".formatted(node, this.nodes));
		return Objects.requireNonNull(operations);
	}

	/**
	 * Returns whether commands to a node can be sent now.
	 * @param node the node
	 * @return whether a connection to it stands
	 */
	public boolean isConnected(MemcachedNode node) {
		return ((SingleNodeOperations) on(node)).connection(null).session() != null;
	}

	/**
	 * Has a listener told what happens to connections from now on.
	 * @param listener the listener
	 */
	public void addListener(NodeListener listener) {
		this.engine.listeners().add(listener);
	}

	/**
	 * Closes all connections. Commands that are under way fail. Takes about a second at
	 * most, in whatever state the servers are.
	 */
	@Override
	public void close() {
		if (this.engine.markStopped()) {
			this.engine.stop();
			for (NodeConnection connection : this.connections) {
				connection.close();
			}
		}
	}

}
