package io.github.memcachedspring.observation;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.CommandOutcome;
import io.github.memcachedspring.client.Verb;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a command that is observed. Nothing is sent along with it: memcached
 * takes part in no trace.
 *
 * @since 0.1.0
 */
public final class MemcachedCommandContext extends SenderContext<Object> {

	private static final Object NOWHERE = new Object();

	private final String clusterName;

	private final MemcachedNode node;

	private final Verb verb;

	private final @Nullable MemcachedKey key;

	private @Nullable CommandOutcome outcome;

	/**
	 * Creates the context of a command.
	 * @param clusterName name of the cluster
	 * @param node the node that the command is sent to
	 * @param verb the verb
	 * @param key the key, or {@code null} if the command has none
	 */
	public MemcachedCommandContext(String clusterName, MemcachedNode node, Verb verb, @Nullable MemcachedKey key) {
		super((carrier, name, value) -> {
		}, Kind.CLIENT);
		setCarrier(NOWHERE);
		setRemoteServiceName("memcached");
		this.clusterName = clusterName;
		this.node = node;
		this.verb = verb;
		this.key = key;
	}

	public String getClusterName() {
		return this.clusterName;
	}

	public MemcachedNode getNode() {
		return this.node;
	}

	public Verb getVerb() {
		return this.verb;
	}

	/**
	 * Returns the key, which no convention of the library makes use of: there may be
	 * millions, and people in them.
	 * @return the key, or {@code null} if the command has none
	 */
	public @Nullable MemcachedKey getKey() {
		return this.key;
	}

	/**
	 * Returns what became of the command.
	 * @return the outcome, or {@code null} as long as there is none
	 */
	public @Nullable CommandOutcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(CommandOutcome outcome) {
		this.outcome = outcome;
	}

}
