package io.github.memcachedspring.client;

/**
 * Outcome of a store.
 *
 * @since 0.1.0
 */
public enum StoreResult {

	/** The item was stored. */
	STORED,

	/** The key is taken: the answer to an {@code add} ({@code NS}). */
	NOT_STORED,

	/** The item was stored by somebody else since the token was read ({@code EX}). */
	EXISTS,

	/** The item was deleted or expired since the token was read ({@code NF}). */
	NOT_FOUND,

	/**
	 * The connection that the token was read on is gone, so that nothing is known about
	 * the item; nothing was sent.
	 */
	TOKEN_EXPIRED

}
