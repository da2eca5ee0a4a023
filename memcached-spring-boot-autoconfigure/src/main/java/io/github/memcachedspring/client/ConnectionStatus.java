package io.github.memcachedspring.client;

import org.jspecify.annotations.Nullable;

/**
 * How the connection to a node is doing, in this JVM.
 *
 * @param connected whether commands can be sent now
 * @param connects how often a connection was made, the first one included
 * @param inFlight commands whose answers have not come yet
 * @param metaCommands whether the server has shown that it understands meta commands and
 * can hold leases; {@code false} if it is refused because it cannot, {@code null} if that
 * is not known: it was not reached, or is used without meta commands
 * @since 0.1.0
 */
public record ConnectionStatus(boolean connected, long connects, int inFlight, @Nullable Boolean metaCommands) {

	/** Of a node to which there is no connection of one's own. */
	public static final ConnectionStatus NONE = new ConnectionStatus(false, 0, 0);

	/**
	 * Creates the status of a connection of which nothing is known about meta commands.
	 * @param connected whether commands can be sent now
	 * @param connects how often a connection was made, the first one included
	 * @param inFlight commands whose answers have not come yet
	 */
	public ConnectionStatus(boolean connected, long connects, int inFlight) {
		this(connected, connects, inFlight, null);
	}

}
