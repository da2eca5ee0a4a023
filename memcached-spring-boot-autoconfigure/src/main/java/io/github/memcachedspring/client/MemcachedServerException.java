package io.github.memcachedspring.client;

/**
 * The server answered with an error, for example because it is out of memory. The
 * connection is sound.
 *
 * @since 0.1.0
 */
public class MemcachedServerException extends MemcachedException {

	/**
	 * Creates a failure.
	 * @param node the node that answered
	 * @param answer the server's error line
	 */
	public MemcachedServerException(MemcachedNode node, String answer) {
		this("Memcached node '%s' answered '%s'".formatted(node, answer), node);
	}

	MemcachedServerException(String message, MemcachedNode node) {
		super(message, node);
	}

}
