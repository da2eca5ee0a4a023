package io.github.memcachedspring.client;

/**
 * The key was moved to another cluster by a migration that this application does not take
 * part in. Nothing was changed here, for nobody would see it.
 *
 * @since 0.1.0
 */
public class KeyMovedException extends MemcachedException {

	/**
	 * Creates a failure.
	 * @param key the key
	 * @param node the node that holds the mark of the migration
	 */
	public KeyMovedException(MemcachedKey key, MemcachedNode node) {
		super(("Key '%s' was moved from memcached node '%s' to another cluster by a migration;"
				+ " configure 'memcached.migration' here too, or the servers of the new cluster")
			.formatted(key, node), node);
	}

}
