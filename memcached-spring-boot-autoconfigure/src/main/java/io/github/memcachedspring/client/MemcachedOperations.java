package io.github.memcachedspring.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Verbs on memcached, over bytes. Each verb says what it is for, so that a decorator can
 * treat a loaded value otherwise than one that was put. A verb sends its command before
 * it returns; whoever calls several verbs before consuming the first reply has pipelined
 * them. Verbs do not throw: failures are in the reply.
 *
 * <p>
 * Each method notes the meta command it stands for; see
 * <a href="https://docs.memcached.org/protocols/meta/">the meta protocol</a>.
 *
 * @since 0.1.0
 */
public interface MemcachedOperations {

	/**
	 * Reads an item ({@code mg}).
	 * @param key the key
	 * @return the item, possibly a {@linkplain Item#isStub() stub}, or {@code null}
	 */
	Reply<@Nullable Item> get(MemcachedKey key);

	/**
	 * Reads an item and, on a miss, takes part in the lease for it: the miss leaves a
	 * stub, and exactly one caller {@linkplain Item#won() wins} until the stub expires
	 * ({@code mg N}).
	 * @param key the key
	 * @param stub when the stub expires
	 * @return the item or the stub, never {@code null}
	 */
	Reply<Item> getWithLease(MemcachedKey key, Expiration stub);

	/**
	 * Reads an item and competes for its refresh if it expires soon ({@code mg R}).
	 * @param key the key
	 * @param mark remaining time below which one caller {@linkplain Item#won() wins};
	 * rounded up to whole seconds and to at least 2, for the protocol never fires for
	 * less
	 * @return the item, or {@code null}
	 */
	Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark);

	/**
	 * Reads an item and sets its expiration anew ({@code mg T}).
	 * @param key the key
	 * @param expiration when the item expires from now on
	 * @return the item, or {@code null}
	 */
	Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration);

	/**
	 * Stores a value that was loaded after a miss, if nothing happened to the key since
	 * ({@code ms C}).
	 * @param key the key
	 * @param value the value, at least one byte
	 * @param expiration when it expires
	 * @param token what was seen at the miss
	 * @return the outcome
	 */
	Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token);

	/**
	 * Stores a value whatever is there ({@code ms}). Voids all tokens of the key.
	 * @param key the key
	 * @param value the value, at least one byte
	 * @param expiration when it expires
	 * @return the outcome
	 */
	Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration);

	/**
	 * Stores a value if the key is free ({@code ms ME}). A stub counts as taken.
	 * @param key the key
	 * @param value the value, at least one byte
	 * @param expiration when it expires
	 * @return the outcome
	 */
	Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration);

	/**
	 * Replaces a value by one computed from it, if it was not changed since
	 * ({@code ms C}).
	 * @param key the key
	 * @param value the value, at least one byte
	 * @param expiration when it expires
	 * @param token the token of the value it was computed from
	 * @return the outcome
	 */
	Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token);

	/**
	 * Prolongs the stub of a load that is still running, if the load's token still holds
	 * ({@code ms C c} with no bytes).
	 * @param key the key
	 * @param stub when the stub expires from now on
	 * @param token the load's token
	 * @return the token that holds from now on, or {@code null} if the load was voided
	 */
	Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token);

	/**
	 * Sets an item's expiration anew without reading it ({@code mg T}).
	 * @param key the key
	 * @param expiration when the item expires from now on
	 * @return whether the item was there
	 */
	Reply<Boolean> touch(MemcachedKey key, Expiration expiration);

	/**
	 * Removes an item ({@code md}). Voids all tokens of the key.
	 * @param key the key
	 * @return whether an item or a stub was there
	 */
	Reply<Boolean> evict(MemcachedKey key);

	/**
	 * Removes an item if it was not changed since ({@code md C}): an undecodable value,
	 * or the stub of a load that failed.
	 * @param key the key
	 * @param token the token of the item
	 * @return whether it was removed
	 */
	Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token);

	/**
	 * Removes a value because of what it was, if it was not changed since. Unlike
	 * {@link #evictIfUnchanged}, which is for what is no use as a value, this is a change
	 * of the value, as {@link #compareAndSet} is.
	 * @param key the key
	 * @param token the token of the value
	 * @return whether it was removed
	 */
	default Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return evictIfUnchanged(key, token);
	}

	/**
	 * Marks an item as stale if it was not changed since: it can still be read for a
	 * while, and one reader {@linkplain Item#won() wins} its refresh ({@code md C I T}).
	 * Voids all tokens of the key.
	 * @param key the key
	 * @param window when the stale item expires
	 * @param token the token of the item
	 * @return whether it was marked
	 */
	Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token);

	/**
	 * Changes a counter ({@code ma}).
	 * @param key the key
	 * @param counting how
	 * @return the value after the change, unsigned, or {@code null} if the counter is
	 * absent and not to be created; fails with {@link NotNumericException} if the item is
	 * no number
	 */
	Reply<@Nullable Long> count(MemcachedKey key, Counting counting);

	/**
	 * Reads many items, pipelined. Only so many are asked for at first that the limit for
	 * commands in flight is not reached; the others follow as answers are consumed.
	 * @param keys the keys
	 * @return the items, with {@code null} for those that are absent
	 */
	default Reply<BulkResult<@Nullable Item>> getAll(Collection<MemcachedKey> keys) {
		return BulkResult.of(keys, this::get);
	}

	/**
	 * Stores many values whatever is there, pipelined like {@link #getAll}.
	 * @param values the values by key
	 * @param expiration tells for each key when its value expires
	 * @return the outcomes
	 */
	default Reply<BulkResult<StoreResult>> putAll(Map<MemcachedKey, byte[]> values,
			Function<MemcachedKey, Expiration> expiration) {
		return BulkResult.of(values.keySet(),
				(key) -> put(key, Objects.requireNonNull(values.get(key)), expiration.apply(key)));
	}

	/**
	 * Called before a cache is cleared by raising the generation records of all
	 * {@link #nodes()}, for a decorator that has to invalidate what other nodes hold.
	 * @param record the key of the records
	 * @return a reply to be consumed before the records are raised, which does not fail
	 */
	default Reply<Boolean> beforeClear(MemcachedKey record) {
		return Reply.of(true);
	}

	/**
	 * Returns the nodes that hold the keys.
	 * @return all nodes, reachable or not
	 */
	List<MemcachedNode> nodes();

	/**
	 * Returns the node that holds a key. Does not depend on which nodes are reachable.
	 * @param key the key
	 * @return the node
	 */
	MemcachedNode nodeOf(MemcachedKey key);

	/**
	 * Returns the same verbs addressed to one node, whatever node the keys belong to.
	 * @param node the node
	 * @return the node's verbs
	 */
	NodeOperations on(MemcachedNode node);

}
