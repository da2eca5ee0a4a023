package io.github.memcachedspring.client;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to the connections of a cluster. Called on threads that all
 * connections share: implementations must neither block nor throw.
 *
 * @since 0.1.0
 */
public interface NodeListener {

	/**
	 * Called when a connection stands and the server has shown that it can be used.
	 * @param node the node
	 */
	default void connected(MemcachedNode node) {
	}

	/**
	 * Called when a connection that stood is gone. It is made again without being asked.
	 * @param node the node
	 * @param cause why, or {@code null} if the server closed it
	 */
	default void disconnected(MemcachedNode node, @Nullable Throwable cause) {
	}

}
