package io.github.memcachedspring.client;

/**
 * How the connection to a node is doing, in this JVM.
 *
 * @param connected whether commands can be sent now
 * @param connects how often a connection was made, the first one included
 * @param inFlight commands whose answers have not come yet
 * @since 0.1.0
 */
public record ConnectionStatus(boolean connected, long connects, int inFlight) {

	/** Of a node to which there is no connection of one's own. */
	public static final ConnectionStatus NONE = new ConnectionStatus(false, 0, 0);

}
