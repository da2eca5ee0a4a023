package io.github.memcachedspring.migration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;

/**
 * Entries that had to be removed from both clusters while neither took notice: not the
 * old one, nor the new one of a bar. What a cluster missed is made up for when it is
 * back; but if that is the new one first, a neighbour would copy the entry once more. So
 * both are done over in their order, until they have worked.
 */
final class MissedRemovals {

	/** As many as a guard remembers for a node by default; more cost the whole cache. */
	static final int LIMIT = 10_000;

	private final MemcachedOperations newCluster;

	private final OldCluster oldCluster;

	private final Bars bars;

	private final CacheGenerations newGenerations;

	private final Retries retries;

	/** Each miss is an object of its own. */
	private final Map<MemcachedKey, Object> entries = new ConcurrentHashMap<>();

	private final Map<KeySpace, Object> caches = new ConcurrentHashMap<>();

	MissedRemovals(MemcachedOperations newCluster, OldCluster oldCluster, Bars bars, CacheGenerations newGenerations,
			Retries retries) {
		this.newCluster = newCluster;
		this.oldCluster = oldCluster;
		this.bars = bars;
		this.newGenerations = newGenerations;
		this.retries = retries;
	}

	/**
	 * Removes an entry from the old cluster.
	 * @return fails if that could not be done; the entry counts on neither cluster then
	 */
	Reply<Boolean> remove(MemcachedKey key) {
		return this.oldCluster.remove(key).onFailure((failure) -> {
			missed(key);
			// At once for this instance, which reads nothing there before it has worked.
			return this.newCluster.evict(key)
				.onFailure((second) -> Reply.of(false))
				.flatMap((removed) -> Reply.failed(failure));
		});
	}

	/**
	 * Removes an entry from the old cluster for a change that is only made after that.
	 * @return fails if that could not be done; the entry stays what it is then
	 */
	Reply<Boolean> removeBeforeChange(MemcachedKey key) {
		return this.oldCluster.remove(key);
	}

	private void missed(MemcachedKey key) {
		if (this.entries.size() < LIMIT || this.entries.containsKey(key)) {
			if (this.entries.put(key, new Object()) == null) {
				this.retries.later(() -> makeUp(key));
			}
		}
		else if (this.caches.put(key.getSpace(), new Object()) == null) {
			this.retries.later(() -> makeUpForCache(key));
		}
	}

	private Reply<Boolean> makeUp(MemcachedKey key) {
		Object miss = this.entries.get(key);
		return this.oldCluster.remove(key)
			.flatMap((removed) -> this.newCluster.evict(key))
			.flatMap((removed) -> this.entries.remove(key, miss) ? Reply.of(true) : makeUp(key));
	}

	private Reply<Boolean> makeUpForCache(MemcachedKey key) {
		KeySpace space = key.getSpace();
		Object miss = this.caches.get(space);
		return this.bars.barCache(key)
			.flatMap((barred) -> this.newGenerations.of(space).raiseAll())
			.flatMap((raised) -> this.caches.remove(space, miss) ? Reply.of(true) : makeUpForCache(key));
	}

}
