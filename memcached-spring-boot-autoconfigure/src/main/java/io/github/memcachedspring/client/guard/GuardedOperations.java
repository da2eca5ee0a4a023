package io.github.memcachedspring.client.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeListener;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.RoutingOperations;
import io.github.memcachedspring.client.StoreResult;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose nodes are left alone while they do not answer, each for itself, and in
 * which nothing is read that this JVM has removed or replaced, also if the node was
 * hanging or could not be reached at that moment: a removal or store that failed is
 * followed by a delete, before the key is read again and as soon as the node is back.
 *
 * @since 0.1.0
 */
public final class GuardedOperations extends RoutingOperations implements NodeListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(GuardedOperations.class);

	private final MemcachedOperations target;

	private final Runnable closer;

	private final GuardSettings settings;

	private final ScheduledExecutorService timer;

	private final Map<MemcachedNode, NodeGuard> guards = new ConcurrentHashMap<>();

	private final MovedKeys moved;

	private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

	/**
	 * Creates a guard. It should be told about connections, so that a node is used again
	 * as soon as one stands.
	 * @param target the cluster
	 * @param closer closes the cluster together with the guard
	 * @param settings the settings
	 */
	public GuardedOperations(MemcachedOperations target, Runnable closer, GuardSettings settings) {
		this(target, closer, settings, Duration.ZERO);
	}

	/**
	 * Creates a guard of a cluster whose nodes may change.
	 * @param target the cluster
	 * @param closer closes the cluster together with the guard
	 * @param settings the settings
	 * @param disagreement for how long other instances may have known of other nodes than
	 * this one: what was removed for so long before a change, and has another node after
	 * it, is removed there too, up to as many keys as there are pending deletes
	 */
	public GuardedOperations(MemcachedOperations target, Runnable closer, GuardSettings settings,
			Duration disagreement) {
		this(target, closer, settings, disagreement, createTimer());
	}

	GuardedOperations(MemcachedOperations target, Runnable closer, GuardSettings settings, Duration disagreement,
			ScheduledExecutorService timer) {
		this.moved = new MovedKeys(this.guards::values, this::guard,
				new RecentKeys(settings.pendingDeletes(), disagreement));
		this.target = target;
		this.closer = closer;
		this.settings = settings;
		this.timer = timer;
	}

	private static ScheduledExecutorService createTimer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "memcached-guard");
			thread.setDaemon(true);
			return thread;
		});
		timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return timer;
	}

	@Override
	protected MemcachedOperations route(MemcachedKey key) {
		return guard(this.target.nodeOf(key));
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return replacer(key).put(key, value, expiration);
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return replacer(key).add(key, value, expiration);
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return replacer(key).compareAndSet(key, value, expiration, token);
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return replacer(key).evict(key);
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return replacer(key).markStaleIfUnchanged(key, window, token);
	}

	@Override
	public Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return replacer(key).compareAndDelete(key, token);
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		NodeGuard guard = guard(this.target.nodeOf(key));
		this.moved.counted(key, guard);
		return guard.count(key, counting);
	}

	/** Returns who replaces what there is of a key, also where it was before it moved. */
	private NodeGuard replacer(MemcachedKey key) {
		NodeGuard guard = guard(this.target.nodeOf(key));
		this.moved.replaced(key, guard);
		return guard;
	}

	private NodeGuard guard(MemcachedNode node) {
		NodeGuard guard = this.guards.get(node);
		return (guard != null) ? guard : this.guards.computeIfAbsent(node, this::createGuard);
	}

	private NodeGuard createGuard(MemcachedNode node) {
		return new NodeGuard(this.target.on(node), node, this.settings, this.timer,
				() -> this.target.nodes().contains(node), this.moved::handOn);
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.target.nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return this.target.nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return guard(node);
	}

	@Override
	public void connected(MemcachedNode node) {
		NodeGuard guard = this.guards.get(node);
		if (guard != null) {
			execute(guard::connected);
		}
	}

	private void execute(Runnable task) {
		try {
			this.timer.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Closed", ex);
		}
	}

	@Override
	public void nodesChanging(KeyHolders before, KeyHolders after) {
		this.moved.changing(before, after);
	}

	@Override
	public void nodesChanged() {
		this.moved.changed();
		this.guards.values().forEach(NodeGuard::removeOwed);
		this.changeListeners.forEach(this::execute);
	}

	/**
	 * Has a listener told that there may be other {@linkplain #nodes() nodes} than
	 * before.
	 * @param listener called after each change, on the thread that looks after nodes: it
	 * must neither block nor throw
	 */
	public void addChangeListener(Runnable listener) {
		this.changeListeners.add(listener);
	}

	/**
	 * Returns how the nodes are doing.
	 * @return one status per node of the cluster
	 */
	public List<NodeStatus> status() {
		return nodes().stream().map(this::status).toList();
	}

	/**
	 * Returns how a node is doing.
	 * @param node the node, which may have left the cluster
	 * @return its status
	 */
	public NodeStatus status(MemcachedNode node) {
		return guard(node).status();
	}

	/** Stops looking after nodes that are left alone, and closes the cluster. */
	@Override
	public void close() {
		this.timer.shutdownNow();
		this.closer.run();
	}

}
