package io.github.memcachedspring.client;

import java.time.Duration;

/**
 * No answer came within the command's timeout. Whether the server executed the command is
 * not known.
 *
 * @since 0.1.0
 */
public class MemcachedTimeoutException extends MemcachedException {

	/**
	 * Creates a failure.
	 * @param node the silent node
	 * @param timeout how long the caller waited
	 */
	public MemcachedTimeoutException(MemcachedNode node, Duration timeout) {
		super("No answer from memcached node '%s' within %d ms".formatted(node, timeout.toMillis()), node);
	}

}
