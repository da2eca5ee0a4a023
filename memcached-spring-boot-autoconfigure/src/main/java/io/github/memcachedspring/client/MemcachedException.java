package io.github.memcachedspring.client;

import org.jspecify.annotations.Nullable;

/**
 * Failure of a command. Unchecked, so that Spring's cache error handling sees it on
 * asynchronous paths too. The message never holds a key's value or a secret.
 *
 * @since 0.1.0
 */
public class MemcachedException extends RuntimeException {

	private final @Nullable MemcachedNode node;

	/**
	 * Creates a failure.
	 * @param message what went wrong, with the way out where there is one
	 * @param node the node that failed, or {@code null} if none was involved
	 */
	public MemcachedException(String message, @Nullable MemcachedNode node) {
		this(message, node, null);
	}

	/**
	 * Creates a failure with a cause.
	 * @param message what went wrong, with the way out where there is one
	 * @param node the node that failed, or {@code null} if none was involved
	 * @param cause the cause, if any
	 */
	public MemcachedException(String message, @Nullable MemcachedNode node, @Nullable Throwable cause) {
		super(message, cause);
		this.node = node;
	}

	/**
	 * Creates a failure that does not tell where it came from, for those that are many
	 * and say all with their message.
	 */
	MemcachedException(String message, MemcachedNode node, boolean stackTrace) {
		super(message, null, true, stackTrace);
		this.node = node;
	}

	/**
	 * Returns the node that failed.
	 * @return the node, or {@code null} if none was involved
	 */
	public @Nullable MemcachedNode getNode() {
		return this.node;
	}

	/**
	 * Returns whether the server may have executed the command, now or some time later.
	 * What must not happen twice must not be tried again then.
	 * @return {@code false} if the command was certainly not executed
	 */
	public boolean isExecutionUnknown() {
		return false;
	}

}
