package io.github.memcachedspring.client.guard;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * How a node is doing, and what was done about it in this JVM.
 *
 * @param node the node
 * @param leftAlone whether commands to it fail at once because it did not answer lately
 * @param timesLeftAlone how often that began
 * @param rejected commands that were not sent: the node was left alone, or owed too many
 * answers
 * @param pendingDeletes keys that have to be removed before they are read again
 * @param deletesMadeUp keys that were removed later than they should have been
 * @param deletesLost how often there were more such keys than can be remembered, so that
 * all entries of the node became invalid
 * @since 0.1.0
 */
public record NodeStatus(MemcachedNode node, boolean leftAlone, long timesLeftAlone, long rejected, int pendingDeletes,
		long deletesMadeUp, long deletesLost) {

}
