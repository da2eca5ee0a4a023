package io.github.memcachedspring.client;

import java.util.Map;

/**
 * Verbs addressed to one node, and questions about the node itself.
 *
 * @since 0.1.0
 */
public interface NodeOperations extends MemcachedOperations {

	/**
	 * Asks for a sign of life ({@code mn}), which comes after the answers to everything
	 * sent before.
	 * @return a reply that fails if the node does not answer
	 */
	Reply<Boolean> ping();

	/**
	 * Asks for the server's version.
	 * @return the version, for example {@code 1.6.18}
	 */
	Reply<String> version();

	/**
	 * Asks for the server's general statistics.
	 * @return names and values as the server gives them
	 */
	Reply<Map<String, String>> stats();

	/**
	 * Tells how the connection is doing, without asking the server.
	 * @return the status at this moment
	 */
	default ConnectionStatus connectionStatus() {
		return ConnectionStatus.NONE;
	}

	/**
	 * Tells how often a connection was made, without asking the server. After each time
	 * it may be another server, or have been restarted.
	 * @return a number that changes with each connection; it begins anew for a node that
	 * leaves the cluster and comes back, for which {@link #lostWrites()} grows
	 */
	default long connects() {
		return connectionStatus().connects();
	}

	/**
	 * Tells how often removals of this JVM were lost, so that what the node held before
	 * is not to be trusted.
	 * @return a number that only grows
	 */
	default long lostWrites() {
		return 0;
	}

}
