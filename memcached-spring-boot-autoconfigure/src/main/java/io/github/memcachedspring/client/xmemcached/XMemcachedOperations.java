package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.memcachedspring.client.IncompatibleServersException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeListener;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.TimedWait;

import org.springframework.util.Assert;

/**
 * A cluster of memcached servers, each key on the node that the ketama ring names. One
 * connection per node, shared by all threads and pipelined; lost ones are made again in
 * the background. No key moves to another node when its own is down: its commands fail at
 * once instead. Keys move only when the set of nodes is {@linkplain #setNodes changed}.
 *
 * @since 0.1.0
 */
public final class XMemcachedOperations extends MetaVerbs implements AutoCloseable {

	/** How long the start, or a change, waits for servers to show what they are. */
	private static final Duration START_LIMIT = Duration.ofMillis(500);

	private static final Duration SILENCE_CHECK_INTERVAL = Duration.ofMillis(500);

	/** Half of what a change of address may take. */
	private static final Duration ADDRESS_CHECK_INTERVAL = Duration.ofSeconds(5);

	/** Takes the blame for commands while no node is known; nothing is sent there. */
	private static final MemcachedNode NOBODY = new MemcachedNode("no-node-known-yet", MemcachedNode.DEFAULT_PORT);

	private final Engine engine;

	private final Map<MemcachedNode, SingleNodeOperations> byNode = new ConcurrentHashMap<>();

	private final Object changes = new Object();

	private volatile Topology topology;

	private XMemcachedOperations(XMemcachedSettings settings, AddressResolver addresses) {
		this.engine = new Engine(settings, addresses);
		NodeConnection nobody = NodeConnection.absent(NOBODY, this.engine, "No memcached node is known yet");
		this.byNode.put(NOBODY, new SingleNodeOperations(nobody, this));
		this.topology = Topology.empty(settings::distributionOver, nobody).with(settings.nodes(), this::connectionOf);
	}

	private NodeConnection connectionOf(MemcachedNode node) {
		return new NodeConnection(node, this.engine, operationsOn(node)::distrust);
	}

	private SingleNodeOperations operationsOn(MemcachedNode node) {
		return this.byNode.computeIfAbsent(node,
				(missing) -> new SingleNodeOperations(
						NodeConnection.absent(missing, this.engine,
								"Memcached node '%s' does not belong to the cluster any more".formatted(missing)),
						this));
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
		List<NodeConnection> connections = this.topology.connections();
		connections.forEach(NodeConnection::connect);
		awaitFirstAttempts(connections);
	}

	private void refuseIfIncompatible() {
		List<NodeConnection> connections = this.topology.connections();
		Map<MemcachedNode, String> refusals = new LinkedHashMap<>();
		for (NodeConnection connection : connections) {
			String refusal = connection.refusal();
			if (refusal != null) {
				refusals.put(connection.node(), refusal);
			}
		}
		if (!refusals.isEmpty() && refusals.size() == connections.size()) {
			close();
			throw new IncompatibleServersException(refusals);
		}
	}

	private void watch() {
		this.engine.scheduleRegularly(() -> forEachConnection(NodeConnection::checkSilence), SILENCE_CHECK_INTERVAL);
		this.engine.scheduleRegularly(this::checkAddresses, ADDRESS_CHECK_INTERVAL);
	}

	private static void awaitFirstAttempts(List<NodeConnection> connections) {
		try {
			TimedWait.await(START_LIMIT, (nanos) -> awaitFirstAttempts(connections, nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean awaitFirstAttempts(List<NodeConnection> connections, long nanos)
			throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		for (NodeConnection connection : connections) {
			if (!connection.firstAttempt().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				return false;
			}
		}
		return true;
	}

	private void forEachConnection(Consumer<NodeConnection> action) {
		this.topology.connections().forEach(action);
	}

	/** Asks anew for the addresses of all nodes that have a name. */
	void checkAddresses() {
		forEachConnection(NodeConnection::checkAddress);
	}

	/**
	 * Replaces the set of nodes while commands run. Nodes that stay keep their
	 * connections and, but for the keys that the ring takes from or gives to others,
	 * their keys. Those that are new are connected to first; one that is not there after
	 * half a second is connected to in the background, and its commands fail until then.
	 * Those that are gone answer what was sent to them; what is sent to them from now on
	 * fails.
	 *
	 * <p>
	 * A node that joins a cluster with nodes may have been used by other JVMs before, so
	 * what it holds may have been removed by this one elsewhere: its number of
	 * {@linkplain NodeOperations#lostWrites() lost writes} grows. Does nothing if the
	 * client is closed.
	 * @param nodes the nodes, at least one
	 * @throws IllegalStateException if the settings have a distribution of their own,
	 * which is made for the nodes there were
	 */
	public void setNodes(List<MemcachedNode> nodes) {
		List<MemcachedNode> wanted = XMemcachedSettings.checked(nodes);
		synchronized (this.changes) {
			Topology before = this.topology;
			if (this.engine.isStopped() || wanted.equals(before.nodes())) {
				return;
			}
			Topology after = before.with(wanted, this::connectionOf);
			List<NodeConnection> added = after.without(before);
			added.forEach(NodeConnection::connect);
			awaitFirstAttempts(added);
			if (this.engine.isStopped()) {
				added.forEach(NodeConnection::close);
			}
			else {
				change(before, after);
			}
		}
	}

	private void change(Topology before, Topology after) {
		if (!before.nodes().isEmpty()) {
			after.without(before).forEach((connection) -> operationsOn(connection.node()).distrust());
		}
		this.engine.listeners().forEach((listener) -> listener.nodesChanging(before.holders(), after.holders()));
		this.topology = after;
		before.without(after).forEach(NodeConnection::retire);
		this.engine.listeners().forEach(NodeListener::nodesChanged);
	}

	Topology topology() {
		return this.topology;
	}

	@Override
	NodeConnection connection(MemcachedKey key) {
		return this.topology.connection(key);
	}

	/**
	 * Returns the nodes that hold the keys.
	 * @return all nodes, reachable or not; none before the first are known
	 */
	@Override
	public List<MemcachedNode> nodes() {
		return this.topology.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.topology.nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return known(node);
	}

	private SingleNodeOperations known(MemcachedNode node) {
		SingleNodeOperations operations = this.byNode.get(node);
		Assert.notNull(operations, () -> "'%s' is not a node of %s".formatted(node, nodes()));
		return Objects.requireNonNull(operations);
	}

	/**
	 * Returns whether commands to a node can be sent now.
	 * @param node the node
	 * @return whether a connection to it stands
	 */
	public boolean isConnected(MemcachedNode node) {
		return known(node).connection().session() != null;
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
			synchronized (this.changes) {
				forEachConnection(NodeConnection::close);
			}
		}
	}

}
