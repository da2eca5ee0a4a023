package io.github.memcachedspring.client;

import java.util.Locale;

/**
 * What became of a command, in the words of memcached where it has one, for those who
 * count commands.
 *
 * @since 0.1.0
 */
public enum CommandOutcome {

	/** A value was read. */
	HIT,

	/** Nothing was there, or the mark of a load. */
	MISS,

	/** The item was stored, or a lease renewed. */
	STORED,

	/** The item was not stored, as its key is taken, or a lease is lost. */
	NOT_STORED,

	/** The item was not stored, as it was by somebody else in the meantime. */
	EXISTS,

	/** There was no such item. */
	NOT_FOUND,

	/** Nothing was sent, as the connection is gone on which the token was read. */
	TOKEN_EXPIRED,

	/** The item was removed or marked as stale. */
	DELETED,

	/** The item was not removed, as it was not there or was changed in the meantime. */
	NOT_DELETED,

	/** The item's expiration was set. */
	TOUCHED,

	/** Answered as wanted, where there is no more to tell. */
	SUCCESS,

	/** No answer came in time. */
	TIMEOUT,

	/** There was no connection, or it was lost. */
	CONNECTION,

	/** Not sent, as too many commands wait for the node's answers already. */
	IN_FLIGHT,

	/** Not sent, as the node is left alone. */
	LEFT_ALONE,

	/** The item is larger than is accepted. */
	TOO_LARGE,

	/** The server answered with another error. */
	SERVER,

	/** What came is no answer to the command. */
	PROTOCOL,

	/** Any other failure. */
	OTHER;

	private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * Returns the kind of a failure. During an outage most are rejections: those are told
	 * by the first question.
	 * @param failure the failure of a reply
	 * @return its kind
	 */
	public static CommandOutcome of(RuntimeException failure) {
		if (failure instanceof MemcachedRejectedException rejection) {
			return switch (rejection.getReason()) {
				case TOO_MANY_IN_FLIGHT -> IN_FLIGHT;
				case BREAKER_OPEN -> LEFT_ALONE;
			};
		}
		if (failure instanceof MemcachedTimeoutException) {
			return TIMEOUT;
		}
		if (failure instanceof MemcachedConnectionException) {
			return CONNECTION;
		}
		if (failure instanceof ItemTooLargeException) {
			return TOO_LARGE;
		}
		if (failure instanceof MemcachedServerException) {
			return SERVER;
		}
		return (failure instanceof MemcachedProtocolException) ? PROTOCOL : OTHER;
	}

	static CommandOutcome of(StoreResult result) {
		return switch (result) {
			case STORED -> STORED;
			case NOT_STORED -> NOT_STORED;
			case EXISTS -> EXISTS;
			case NOT_FOUND -> NOT_FOUND;
			case TOKEN_EXPIRED -> TOKEN_EXPIRED;
		};
	}

	/**
	 * Returns the outcome as the value of a tag.
	 * @return for example {@code not-found}
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
