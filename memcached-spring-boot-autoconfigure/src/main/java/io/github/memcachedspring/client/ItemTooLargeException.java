package io.github.memcachedspring.client;

/**
 * The item is larger than the server accepts (1 MB unless it was started with another
 * {@code -I}) or than the client is set to read and store. Whatever was stored under the
 * key before may be gone or still be there: memcached removes it rather than leave a
 * stale value, while what the client itself refuses is never sent.
 *
 * @since 0.1.0
 */
public class ItemTooLargeException extends MemcachedServerException {

	/**
	 * Creates a failure of the server.
	 * @param node the node that refused the item
	 * @param answer the server's error line
	 */
	public ItemTooLargeException(MemcachedNode node, String answer) {
		super(node, answer);
	}

	/**
	 * Creates a failure of the client's own limit.
	 * @param node the node that holds the key
	 * @param size the value's size in bytes
	 * @param limit largest size in bytes that is read and stored
	 */
	public ItemTooLargeException(MemcachedNode node, int size, int limit) {
		super("A value of %d bytes for memcached node '%s' exceeds 'max-item-size' of %d bytes; raise it, and the server's '-I', or store less"
			.formatted(size, node, limit), node);
	}

}
