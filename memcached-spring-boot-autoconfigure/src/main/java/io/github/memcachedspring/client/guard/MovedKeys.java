package io.github.memcachedspring.client.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeListener.KeyHolders;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that keys which move to other nodes leave nothing behind that could come
 * back: the node that held a key before still has its old value, and gets the key again
 * if the change is undone. And what a node missed, the node that gets its keys has to
 * make up for.
 */
final class MovedKeys {

	/** Entries that were left behind before that many changes are not kept track of. */
	private static final int CHANGES = 8;

	private final Supplier<Collection<NodeGuard>> guards;

	private final Function<MemcachedNode, NodeGuard> guard;

	private final RecentKeys recent;

	private volatile @Nullable KeyHolders current;

	/** How keys were on the nodes before, oldest first. */
	private volatile List<KeyHolders> former = List.of();

	/**
	 * Creates the memory of changes.
	 * @param guards all that exist
	 * @param guard gives or creates the guard of a node
	 * @param recent what is remembered of keys that did not move yet
	 */
	MovedKeys(Supplier<Collection<NodeGuard>> guards, Function<MemcachedNode, NodeGuard> guard, RecentKeys recent) {
		this.recent = recent;
		this.guards = guards;
		this.guard = guard;
	}

	/**
	 * Called when a key is removed or stored.
	 * @param key the key
	 * @param holder who does so; during a change that may be who held the key before it
	 */
	void replaced(MemcachedKey key, NodeGuard holder) {
		this.recent.add(key, System.nanoTime());
		KeyHolders now = this.current;
		if (now == null || now.nodes().isEmpty()) {
			return;
		}
		MemcachedNode present = now.holder().apply(key);
		if (!holder.isOf(present)) {
			// During a change: what was removed lately has been looked through by now.
			this.guard.apply(present).owe(key);
		}
		removeLeftBehind(key, holder, now);
	}

	/**
	 * Called when a counter is changed. Unlike {@link #replaced} it takes nothing from a
	 * node that gets the key: what others have counted there by then would be lost.
	 */
	void counted(MemcachedKey key, NodeGuard holder) {
		KeyHolders now = this.current;
		if (now != null) {
			removeLeftBehind(key, holder, now);
		}
	}

	private void removeLeftBehind(MemcachedKey key, NodeGuard holder, KeyHolders now) {
		for (KeyHolders before : this.former) {
			MemcachedNode node = before.holder().apply(key);
			if (now.nodes().contains(node) && !holder.isOf(node)) {
				this.guard.apply(node).owe(key);
			}
		}
	}

	synchronized void changing(KeyHolders before, KeyHolders after) {
		if (!before.nodes().isEmpty()) {
			List<KeyHolders> all = new ArrayList<>(this.former);
			all.add(before);
			this.former = List.copyOf(all.subList(Math.max(0, all.size() - CHANGES), all.size()));
		}
		this.current = after;
		if (!before.nodes().isEmpty() && !after.nodes().isEmpty()) {
			followRecent(before, after);
		}
		changed();
	}

	/**
	 * Removes where they are now what was removed lately where keys were before: others
	 * may have changed over earlier, and have stored there what they read before.
	 */
	private void followRecent(KeyHolders before, KeyHolders after) {
		for (MemcachedKey key : this.recent.keys(System.nanoTime())) {
			MemcachedNode holder = after.holder().apply(key);
			if (!holder.equals(before.holder().apply(key))) {
				this.guard.apply(holder).owe(key);
			}
		}
	}

	/** Hands on what failed before the change, or during it. */
	synchronized void changed() {
		List.copyOf(this.guards.get()).forEach(this::handOn);
	}

	/** Hands on what a node owes to keys that are others' now. */
	synchronized void handOn(NodeGuard source) {
		KeyHolders now = this.current;
		if (now == null || now.nodes().isEmpty()) {
			return;
		}
		boolean gone = now.nodes().stream().noneMatch(source::isOf);
		for (MemcachedKey key : gone ? source.takeOwed() : source.owed()) {
			MemcachedNode holder = now.holder().apply(key);
			if (!source.isOf(holder)) {
				this.guard.apply(holder).owe(key);
			}
		}
		if (gone && source.takeLoss()) {
			now.nodes().forEach((node) -> this.guard.apply(node).distrust());
		}
	}

}
