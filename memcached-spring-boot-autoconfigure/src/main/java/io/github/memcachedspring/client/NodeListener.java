package io.github.memcachedspring.client;

import java.util.List;
import java.util.function.Function;

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

	/**
	 * Called before commands are sent to another set of nodes.
	 * @param before how the keys are on the nodes now
	 * @param after how they will be
	 */
	default void nodesChanging(KeyHolders before, KeyHolders after) {
	}

	/**
	 * Called when no more commands are sent as before the change.
	 */
	default void nodesChanged() {
	}

	/**
	 * The nodes at one moment.
	 *
	 * @param nodes the nodes, possibly none
	 * @param holder tells the node of a key
	 */
	record KeyHolders(List<MemcachedNode> nodes, Function<MemcachedKey, MemcachedNode> holder) {

		public KeyHolders {
			nodes = List.copyOf(nodes);
		}

	}

}
