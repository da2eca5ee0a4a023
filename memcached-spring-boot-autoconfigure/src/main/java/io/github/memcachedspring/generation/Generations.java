package io.github.memcachedspring.generation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;

/**
 * The generations of one cache, one per node. An entry is valid if it carries the
 * generation that its node had when the load of its value began.
 *
 * <p>
 * A generation is a 64-bit number: milliseconds since 1970 in the upper 48 bits, random
 * in the lower 16. It is kept in a small record on the node itself, only ever raised, and
 * remembered here for as long as a clear may take to become visible.
 *
 * @since 0.1.0
 */
public final class Generations {

	/** Returned by {@link #known} when the node has to be asked. No generation is 0. */
	public static final long UNKNOWN = 0;

	private final MemcachedOperations operations;

	private final MemcachedKey key;

	private final Duration propagation;

	private final Map<MemcachedNode, NodeGeneration> nodes = new ConcurrentHashMap<>();

	/** Whether there was a clear while no node was known. */
	private volatile boolean clearedNobody;

	/**
	 * Creates the generations of a cache.
	 * @param operations the cluster
	 * @param prefix prefix of the application's keys
	 * @param cacheName name of the cache
	 * @param propagation how long a clear elsewhere may go unnoticed here; zero to ask
	 * the node with every call
	 */
	public Generations(MemcachedOperations operations, String prefix, String cacheName, Duration propagation) {
		this.operations = operations;
		this.key = KeySpace.of(prefix, "g", cacheName).key("");
		this.propagation = propagation;
		operations.nodes().forEach((node) -> {
			NodeOperations present = operations.on(node);
			this.nodes.put(node, new NodeGeneration(present, this.key, propagation, present.lostWrites()));
		});
	}

	/**
	 * Returns a node's generation if it can be told without asking.
	 * @param node the node
	 * @return the generation, or {@link #UNKNOWN}
	 */
	public long known(MemcachedNode node) {
		return of(node).known();
	}

	/**
	 * Returns a node's generation, asking the node if need be. Callers that need to ask
	 * at the same time share one question.
	 * @param node the node
	 * @return the generation
	 */
	public Reply<Long> current(MemcachedNode node) {
		return of(node).current();
	}

	/**
	 * Asks a node for its generation, because an entry was seen that is ahead of what is
	 * known here.
	 * @param node the node
	 * @return the generation
	 */
	public Reply<Long> reread(MemcachedNode node) {
		return of(node).reread();
	}

	/**
	 * Raises the generations of all nodes, which makes every entry of the cache invalid.
	 * A node that does not acknowledge is raised before this instance reads it again.
	 * @return the failures by node, empty if all nodes acknowledged
	 */
	public Map<MemcachedNode, RuntimeException> raise() {
		this.operations.beforeClear(this.key).await();
		List<MemcachedNode> present = this.operations.nodes();
		if (present.isEmpty()) {
			this.clearedNobody = true;
			// Has the clear fail as everything else does.
			present = List.of(this.operations.nodeOf(this.key));
		}
		Map<MemcachedNode, Reply<Long>> replies = new LinkedHashMap<>();
		present.forEach((node) -> replies.put(node, of(node).raise()));
		Map<MemcachedNode, RuntimeException> failures = new LinkedHashMap<>();
		replies.forEach((node, reply) -> {
			try {
				reply.await();
			}
			catch (RuntimeException ex) {
				of(node).oweRaise();
				failures.put(node, ex);
			}
		});
		return failures;
	}

	/**
	 * Raises the generations of all nodes without waiting for them.
	 * @return fails if a node does not acknowledge, which is not made up for
	 */
	public Reply<Boolean> raiseAll() {
		List<Reply<Long>> replies = this.operations.nodes().stream().map((node) -> of(node).raise()).toList();
		Reply<Boolean> all = Reply.of(true);
		for (Reply<Long> reply : replies) {
			all = all.and(reply, (raised, generation) -> true);
		}
		return all;
	}

	/**
	 * Returns what is remembered of the nodes' generations, without asking anybody.
	 * @return the generations by node, without nodes that have not been asked yet
	 */
	public Map<MemcachedNode, Long> remembered() {
		Map<MemcachedNode, Long> remembered = new LinkedHashMap<>();
		this.operations.nodes().forEach((node) -> {
			NodeGeneration generation = this.nodes.get(node);
			if (generation != null && generation.remembered() != UNKNOWN) {
				remembered.put(node, generation.remembered());
			}
		});
		return remembered;
	}

	private NodeGeneration of(MemcachedNode node) {
		NodeGeneration generation = this.nodes.get(node);
		return (generation != null) ? generation : this.nodes.computeIfAbsent(node, this::met);
	}

	/** A node that was not there at first may hold what this cache has removed since. */
	private NodeGeneration met(MemcachedNode node) {
		NodeGeneration generation = new NodeGeneration(this.operations.on(node), this.key, this.propagation, 0);
		if (this.clearedNobody) {
			generation.oweRaise();
		}
		return generation;
	}

}
