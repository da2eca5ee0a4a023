package io.github.memcachedspring.client;

/**
 * The answer does not belong to the command or is none that memcached gives. Unless it at
 * least belonged to the command, the connection is closed: what else comes on it cannot
 * be trusted.
 *
 * @since 0.1.0
 */
public class MemcachedProtocolException extends MemcachedException {

	/**
	 * Creates a failure.
	 * @param node the node that answered
	 * @param message what was expected and what came
	 */
	public MemcachedProtocolException(MemcachedNode node, String message) {
		super("Memcached node '%s': %s".formatted(node, message), node);
	}

	@Override
	public boolean isExecutionUnknown() {
		return true;
	}

}
