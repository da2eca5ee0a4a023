package io.github.memcachedspring.migration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * Records on the new cluster that forbid the whole fleet to read the old one: for an
 * entry whose removal there failed, for a cache whose clear did, or for everything. Each
 * is on the node that holds what it is about, beside it and not in its place, so that a
 * value which is stored meanwhile does not lift it.
 */
final class Bars {

	private static final byte[] PRESENT = { '1' };

	private final MemcachedOperations newCluster;

	private final Expiration expiration;

	private final Map<KeySpace, Spaces> spaces = new ConcurrentHashMap<>();

	Bars(MemcachedOperations newCluster, Expiration expiration) {
		this.newCluster = newCluster;
		this.expiration = expiration;
	}

	/** Bars an entry. */
	Reply<Boolean> barEntry(MemcachedKey key) {
		MemcachedNode node = this.newCluster.nodeOf(key);
		return bar(node, spaces(key.getSpace()).some()).flatMap((done) -> bar(node, entryBar(key)));
	}

	/** Can be told for a wire key that was found somewhere, too. */
	private MemcachedKey entryBar(MemcachedKey key) {
		return spaces(key.getSpace()).entries().key(key.getDistinction());
	}

	/** Bars the cache that a key belongs to; fails if a node did not take it. */
	Reply<Boolean> barCache(MemcachedKey key) {
		return barOnAllNodes(spaces(key.getSpace()).cache());
	}

	/** Bars everything under the prefix of a key; fails if a node did not take it. */
	Reply<Boolean> barAll(String prefix) {
		return barOnAllNodes(all(prefix));
	}

	/** Bars everything under the prefix of a key on the node that has it. */
	Reply<Boolean> barAllOnNodeOf(MemcachedKey key) {
		return bar(this.newCluster.nodeOf(key), spaces(key.getSpace()).all());
	}

	/** As long as no node is known, nothing has been barred. */
	private Reply<Boolean> barOnAllNodes(MemcachedKey bar) {
		List<MemcachedNode> nodes = this.newCluster.nodes();
		if (nodes.isEmpty()) {
			return bar(this.newCluster.nodeOf(bar), bar);
		}
		List<Reply<Boolean>> sent = nodes.stream().map((node) -> bar(node, bar)).toList();
		return sent.stream().reduce(Reply.of(true), (one, other) -> one.and(other, (first, second) -> true));
	}

	private Reply<Boolean> bar(MemcachedNode node, MemcachedKey bar) {
		MemcachedOperations target = this.newCluster.on(node);
		// No put: one that fails would be followed by a delete.
		return target.add(bar, PRESENT, this.expiration)
			.flatMap((result) -> (result == StoreResult.STORED) ? Reply.of(true) : target.touch(bar, this.expiration))
			.flatMap((done) -> done ? Reply.of(true) : bar(node, bar));
	}

	/**
	 * Returns whether the old cluster must not be read for an entry, which is so too if
	 * that cannot be told. Sends its questions at once.
	 */
	Reply<Boolean> isBarred(MemcachedKey key) {
		Reply<Boolean> entry = isEntryBarred(key);
		return entry.and(isCacheBarred(key), Boolean::logicalOr).onFailure((failure) -> Reply.of(true));
	}

	private Reply<Boolean> isEntryBarred(MemcachedKey key) {
		return isEntryBarred(key, this.newCluster.on(this.newCluster.nodeOf(key)));
	}

	/** Returns whether that entry is barred on its node; sends its question at once. */
	Reply<Boolean> isEntryBarred(MemcachedKey key, MemcachedOperations node) {
		return isPresent(node.get(entryBar(key)));
	}

	private Reply<Boolean> isCacheBarred(MemcachedKey key) {
		return isCacheBarred(key.getSpace(), this.newCluster.on(this.newCluster.nodeOf(key)));
	}

	/** Returns whether all is barred that a node has of a cache. */
	Reply<Boolean> isCacheBarred(KeySpace space, MemcachedOperations node) {
		Spaces own = spaces(space);
		Reply<Boolean> cache = isPresent(node.get(own.cache()));
		return cache.and(isPresent(node.get(own.all())), Boolean::logicalOr);
	}

	/**
	 * Returns whether there may be bars of entries of a cache on a node, so that each
	 * entry has to be asked for.
	 */
	Reply<Boolean> hasEntryBars(KeySpace space, MemcachedOperations node) {
		return isPresent(node.get(spaces(space).some()));
	}

	/** Returns whether everything under the prefix of a key is barred. */
	Reply<Boolean> isAllBarred(MemcachedKey key) {
		return isPresent(this.newCluster.on(this.newCluster.nodeOf(key)).get(spaces(key.getSpace()).all()));
	}

	private static Reply<Boolean> isPresent(Reply<@Nullable Item> reply) {
		return reply.map((item) -> item != null);
	}

	private Spaces spaces(KeySpace space) {
		Spaces known = this.spaces.get(space);
		return (known != null) ? known : this.spaces.computeIfAbsent(space, Bars::create);
	}

	private static Spaces create(KeySpace space) {
		return new Spaces(KeySpace.of(space.getPrefix(), "me", space.getName()),
				KeySpace.of(space.getPrefix(), "ms", space.getName()).key(""),
				KeySpace.of(space.getPrefix(), "mc", space.getName()).key(""), all(space.getPrefix()));
	}

	private static MemcachedKey all(String prefix) {
		return KeySpace.of(prefix, "ma", "").key("");
	}

	/**
	 * Where the bars of a cache are.
	 *
	 * @param entries the space of those of its entries
	 * @param some the key that says, before there is one, that there are some
	 * @param cache the key of its own
	 * @param all the key of the one for everything
	 */
	private record Spaces(KeySpace entries, MemcachedKey some, MemcachedKey cache, MemcachedKey all) {
	}

}
