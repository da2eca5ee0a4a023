package io.github.memcachedspring.autoconfigure.endpoint;

import io.github.memcachedspring.client.ConnectionStatus;
import io.github.memcachedspring.client.guard.NodeStatus;

/**
 * A server, as this instance sees it without asking it anything.
 *
 * @param address host and port, as they are configured
 * @param connection how the connection is doing
 * @param leftAlone whether commands fail at once because it did not answer lately
 * @param timesLeftAlone how often that began
 * @param rejected commands that were not sent
 * @param pendingDeletes keys that have to be removed before they are read again
 * @param deletesMadeUp keys that were removed later than they should have been
 * @param deletesLost how often all entries became invalid, since there were too many such
 * keys
 * @since 0.1.0
 */
public record NodeDescriptor(String address, ConnectionStatus connection, boolean leftAlone, long timesLeftAlone,
		long rejected, int pendingDeletes, long deletesMadeUp, long deletesLost) {

	static NodeDescriptor of(NodeStatus status, ConnectionStatus connection) {
		return new NodeDescriptor(status.node().toString(), connection, status.leftAlone(), status.timesLeftAlone(),
				status.rejected(), status.pendingDeletes(), status.deletesMadeUp(), status.deletesLost());
	}

}
