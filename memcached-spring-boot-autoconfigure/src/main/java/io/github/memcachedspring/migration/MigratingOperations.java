package io.github.memcachedspring.migration;

import java.util.Collection;
import java.util.List;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.RoutedNode;
import io.github.memcachedspring.client.RoutingOperations;
import org.jspecify.annotations.Nullable;

/**
 * Two clusters that look like one, while an application moves from one to the other. What
 * a verb does depends on the {@linkplain MigrationPhase phase}, on whether the key is one
 * of a cache's entry, which may be on both clusters, or of a counter or another value,
 * which is on one of them.
 *
 * <p>
 * Verbs that concern both clusters send further commands when their reply is consumed; an
 * evict sends all of them then, so each has to be.
 *
 * @since 0.1.0
 */
public final class MigratingOperations extends RoutingOperations implements AutoCloseable {

	private static final String ENTRY = "c";

	private static final String RECORD = "g";

	/** Whose turn it is among the instances: nothing to hand over, and one place. */
	private static final String TURN = "w";

	private final MemcachedOperations newCluster;

	private final MemcachedOperations oldCluster;

	private final OldOperations oldKeys;

	private final boolean ownFormat;

	private final MigrationController controller;

	private final Strategies strategies;

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
		this.oldKeys = new OldOperations(oldCluster, reader);
		this.ownFormat = reader.isOwnFormat();
		this.controller = controller;
		this.strategies = new Strategies(newCluster, oldCluster, reader, controller);
	}

	@Override
	protected MemcachedOperations route(MemcachedKey key) {
		String kind = key.getSpace().getKind();
		MigrationPhase phase = phase();
		if (RECORD.equals(kind)) {
			return (phase == MigrationPhase.PREPARE) ? this.oldKeys : this.newCluster;
		}
		boolean entry = ENTRY.equals(kind);
		if (TURN.equals(kind) || (!this.ownFormat && !entry)) {
			return this.newCluster;
		}
		return switch (phase) {
			case NONE -> this.newCluster;
			case PREPARE -> this.strategies.prepare(entry);
			case READ_THROUGH -> this.strategies.readThrough(entry);
			case DONE -> isOver(key) ? this.strategies.over(entry) : this.strategies.ending(entry);
		};
	}

	private boolean isOver(MemcachedKey key) {
		return this.strategies.ending().isOver(key.getSpace().getPrefix());
	}

	private MigrationPhase phase() {
		MigrationPhase phase = this.controller.getPhase();
		if (phase == MigrationPhase.PREPARE && !this.ownFormat) {
			return MigrationPhase.READ_THROUGH;
		}
		return (phase == MigrationPhase.READ_THROUGH && this.controller.isTimeUp()) ? MigrationPhase.DONE : phase;
	}

	/** Returns why entries must not be copied ahead of need, or null. */
	@Nullable String whyNotCopied() {
		if (!this.ownFormat) {
			return "the old cluster has entries of another library, whose keys cannot be told from its items";
		}
		if (phase() != MigrationPhase.READ_THROUGH) {
			return "that is for the phase 'read-through', before its end";
		}
		return this.controller.settings().dryRun() ? "the migration is a dry run" : null;
	}

	BulkCopies.Parts bulk() {
		return this.strategies.bulk();
	}

	MemcachedOperations newCluster() {
		return this.newCluster;
	}

	@Override
	public Reply<Boolean> beforeClear(MemcachedKey record) {
		return switch (phase()) {
			case NONE -> Reply.of(true);
			case PREPARE -> this.strategies.clears().raiseBoth(record);
			case READ_THROUGH -> this.strategies.clears().raiseOld(record);
			case DONE -> isOver(record) ? Reply.of(true) : this.strategies.clears().raiseOld(record);
		};
	}

	/**
	 * Reads many items, pipelined. The old cluster is asked only for those that the new
	 * one does not have.
	 * @param keys the keys
	 * @return the items, with {@code null} for those that are absent
	 */
	@Override
	public Reply<BulkResult<@Nullable Item>> getAll(Collection<MemcachedKey> keys) {
		List<MemcachedOperations> routes = keys.stream().map(this::route).distinct().toList();
		return (routes.size() == 1) ? routes.get(0).getAll(keys) : BulkResult.of(keys, this::get);
	}

	private MemcachedOperations current() {
		return isOldCurrent() ? this.oldCluster : this.newCluster;
	}

	private boolean isOldCurrent() {
		return phase() == MigrationPhase.PREPARE;
	}

	@Override
	public List<MemcachedNode> nodes() {
		return current().nodes();
	}

	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		return isOldCurrent() ? this.oldKeys.nodeOf(key) : this.newCluster.nodeOf(key);
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		if (!this.oldCluster.nodes().contains(node)) {
			return this.newCluster.on(node);
		}
		NodeOperations old = this.oldCluster.on(node);
		MemcachedOperations oldNode = new OldOperations(old, this.oldKeys);
		if (!this.newCluster.nodes().contains(node)) {
			return new RoutedNode(old, (key) -> oldNode);
		}
		// The clusters share the server, so the phase decides whose keys it holds.
		NodeOperations newNode = this.newCluster.on(node);
		return new RoutedNode(newNode, (key) -> isOldCurrent() ? oldNode : newNode);
	}

	/**
	 * Ends the attempts to make up for what neither cluster has taken notice of. The
	 * clusters stay open.
	 */
	@Override
	public void close() {
		this.strategies.close();
	}

}
