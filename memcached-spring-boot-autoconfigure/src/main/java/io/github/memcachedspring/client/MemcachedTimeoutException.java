package io.github.memcachedspring.client;

import java.time.Duration;

/**
 * No answer came within the command's timeout.
 *
 * @since 0.1.0
 */
public class MemcachedTimeoutException extends MemcachedException {

	private final boolean sent;

	/**
	 * Creates a failure.
	 * @param node the silent node
	 * @param timeout how long the caller waited
	 * @param sent whether the command may have reached the server
	 */
	public MemcachedTimeoutException(MemcachedNode node, Duration timeout, boolean sent) {
		super("No answer from memcached node '%s' within %d ms".formatted(node, timeout.toMillis()), node);
		this.sent = sent;
	}

	@Override
	public boolean isExecutionUnknown() {
		return this.sent;
	}

}
