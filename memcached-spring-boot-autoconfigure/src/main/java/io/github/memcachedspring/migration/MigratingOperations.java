package io.github.memcachedspring.migration;

import java.util.List;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.RoutingOperations;

/**
 * Two clusters that look like one, while an application moves from one to the other.
 *
 * @since 0.1.0
 */
public final class MigratingOperations extends RoutingOperations {

	private final MemcachedOperations newCluster;

	private final MemcachedOperations oldCluster;

	private final OldEntryReader reader;

	private final MigrationController controller;

	/**
	 * Creates the operations. Closes neither cluster.
	 * @param newCluster the new cluster
	 * @param oldCluster the old cluster, with a breaker of its own; a read of it takes no
	 * longer than its timeout
	 * @param reader tells how entries of caches are found and understood there
	 * @param controller knows the phase
	 */
	public MigratingOperations(MemcachedOperations newCluster, MemcachedOperations oldCluster, OldEntryReader reader,
			MigrationController controller) {
		this.newCluster = newCluster;
		this.oldCluster = oldCluster;
		this.reader = reader;
		this.controller = controller;
	}

	@Override
	protected MemcachedOperations route(MemcachedKey key) {
		return current();
	}

	private MemcachedOperations current() {
		return (this.controller.getPhase() == MigrationPhase.PREPARE && this.reader.isOwnFormat()) ? this.oldCluster
				: this.newCluster;
	}

	@Override
	public List<MemcachedNode> nodes() {
		return current().nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return current().nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return current().on(node);
	}

}
