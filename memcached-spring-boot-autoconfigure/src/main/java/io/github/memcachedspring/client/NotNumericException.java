package io.github.memcachedspring.client;

/**
 * The item is not a decimal number, so that the server cannot count on it.
 *
 * @since 0.1.0
 */
public class NotNumericException extends MemcachedServerException {

	/**
	 * Creates a failure.
	 * @param node the node that refused to count
	 * @param answer the server's error line
	 */
	public NotNumericException(MemcachedNode node, String answer) {
		super(node, answer);
	}

}
