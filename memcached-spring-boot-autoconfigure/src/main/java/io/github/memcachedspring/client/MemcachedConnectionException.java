package io.github.memcachedspring.client;

import org.jspecify.annotations.Nullable;

/**
 * The command found no connection, or the connection was lost before the answer came.
 *
 * @since 0.1.0
 */
public class MemcachedConnectionException extends MemcachedException {

	private final boolean sent;

	/**
	 * Creates a failure.
	 * @param message what happened to the connection
	 * @param node the node
	 * @param sent whether the command may have reached the server
	 * @param cause the cause, if any
	 */
	public MemcachedConnectionException(String message, MemcachedNode node, boolean sent, @Nullable Throwable cause) {
		super(message, node, cause);
		this.sent = sent;
	}

	@Override
	public boolean isExecutionUnknown() {
		return this.sent;
	}

}
