package io.github.memcachedspring.client.guard;

import org.springframework.util.Assert;

/**
 * A cluster that the application has connections to, for those who look after it.
 *
 * @param name {@value #PRIMARY}, {@value #OLD}, or the name of a further cluster
 * @param operations the connections; closed by whoever made them
 * @since 0.1.0
 */
public record MemcachedCluster(String name, GuardedOperations operations) {

	/** Name of the cluster of {@code memcached.servers}. */
	public static final String PRIMARY = "primary";

	/** Name of the cluster that a migration comes from. */
	public static final String OLD = "old";

	public MemcachedCluster {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(operations, "'operations' must not be null");
	}

}
