package io.github.memcachedspring.client;

/**
 * The command was not sent, because it would only have made things worse. Has no stack
 * trace: while a node is in trouble every call meets with this, and making a stack trace
 * would be most of what the call costs.
 *
 * @since 0.1.0
 */
public class MemcachedRejectedException extends MemcachedException {

	private final Reason reason;

	/**
	 * Creates a failure.
	 * @param message why the command was not sent
	 * @param node the node
	 * @param reason the same as a constant
	 */
	public MemcachedRejectedException(String message, MemcachedNode node, Reason reason) {
		super(message, node, false);
		this.reason = reason;
	}

	/**
	 * Returns why the command was not sent.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Why a command is not sent.
	 */
	public enum Reason {

		/** The node did not answer lately, and is given time to recover. */
		BREAKER_OPEN,

		/** As many commands as allowed wait for the node's answers already. */
		TOO_MANY_IN_FLIGHT

	}

}
