package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.Map;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.transcoder.EncodedEntry;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.Extensions;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache: where Spring's keys and values become memcached's, and where
 * it is decided whether what is found counts as a value.
 */
final class EntryStore {

	private final String cacheName;

	private final KeySpace space;

	private final MemcachedOperations operations;

	private final Generations generations;

	private final MemcachedCacheConfiguration configuration;

	private final EntryReader reader;

	private final TtlPolicy ttlPolicy;

	private final IdleTouch idleTouch;

	private final StatisticsCounter statistics;

	private final FailurePolicy failurePolicy;

	EntryStore(String cacheName, String prefix, MemcachedOperations operations,
			MemcachedCacheConfiguration configuration, StatisticsCounter statistics, FailurePolicy failurePolicy) {
		this.cacheName = cacheName;
		this.space = KeySpace.of(prefix, "c", cacheName);
		this.operations = operations;
		this.generations = new Generations(operations, prefix, cacheName, configuration.getClearPropagation());
		this.configuration = configuration;
		this.reader = new EntryReader(configuration);
		this.ttlPolicy = new TtlPolicy(cacheName, configuration);
		this.idleTouch = new IdleTouch(operations, configuration.getTimeToIdle());
		this.statistics = statistics;
		this.failurePolicy = failurePolicy;
	}

	private EntryStore(EntryStore store, MemcachedCacheConfiguration configuration) {
		this.cacheName = store.cacheName;
		this.space = store.space;
		this.operations = store.operations;
		this.generations = store.generations;
		this.configuration = configuration;
		this.reader = store.reader;
		this.ttlPolicy = new TtlPolicy(store.cacheName, configuration);
		this.idleTouch = store.idleTouch;
		this.statistics = store.statistics;
		this.failurePolicy = store.failurePolicy;
	}

	/** Returns the same entries, of which those that are stored live otherwise. */
	EntryStore withLives(MemcachedCacheConfiguration configuration) {
		return new EntryStore(this, configuration);
	}

	/** Returns the generations that are remembered, by node. */
	Map<MemcachedNode, Long> generations() {
		return this.generations.remembered();
	}

	MemcachedKey key(Object key) {
		return this.space.key(CacheKeys.toText(key));
	}

	/** Reads an entry: one command, and one for the generation if it has to be asked. */
	Reply<Lookup> find(MemcachedKey key) {
		return find(key, this.operations::get);
	}

	/** Reads an entry, and takes part in the lease for it if there is none. */
	Reply<Lookup> findOrLease(MemcachedKey key, Expiration stub) {
		return find(key, (wireKey) -> this.operations.getWithLease(wireKey, stub));
	}

	/** Reads an entry, and competes for its refresh. */
	Reply<Lookup> findForRefresh(MemcachedKey key, Entry due) {
		Duration mark = this.reader.mark(due.header());
		if (mark == null) {
			return find(key);
		}
		// The server compares whole seconds, of which the last is never complete.
		Duration hardMark = mark.plusSeconds(1 + StaleWindow.seconds(due.header()));
		return find(key, (wireKey) -> this.operations.getForRefresh(wireKey, hardMark));
	}

	/** Judges an item that has just been read. */
	Reply<Lookup> examine(MemcachedKey key, @Nullable Item item) {
		MemcachedNode node = this.operations.nodeOf(key);
		return this.generations.current(node)
			.flatMap((generation) -> examine(key, node, item, generation, this.operations::get));
	}

	private Reply<Lookup> find(MemcachedKey key, Read read) {
		MemcachedNode node = this.operations.nodeOf(key);
		long known = this.generations.known(node);
		if (known != Generations.UNKNOWN) {
			return read.apply(key).flatMap((item) -> examine(key, node, item, known, read));
		}
		Reply<Long> generation = this.generations.current(node);
		Reply<? extends @Nullable Item> reply = read.apply(key);
		return generation.flatMap((current) -> reply.flatMap((item) -> examine(key, node, item, current, read)));
	}

	private Reply<Lookup> examine(MemcachedKey key, MemcachedNode node, @Nullable Item item, long generation,
			Read read) {
		if (item == null || item.isStub()) {
			return Reply.of(EntryReader.miss(item, generation));
		}
		EncodedEntry entry;
		try {
			entry = transcoder().read(item.value());
		}
		catch (TranscodingException ex) {
			return undecodable(key, item, generation, ex, read);
		}
		if (entry.header().generation() > generation) {
			// Cleared elsewhere since this JVM last asked, and stored after that.
			return this.generations.reread(node).flatMap((reread) -> toLookup(key, item, entry, reread, read));
		}
		return toLookup(key, item, entry, generation, read);
	}

	private Reply<Lookup> toLookup(MemcachedKey key, Item item, EncodedEntry entry, long generation, Read read) {
		if (entry.header().generation() != generation || this.idleTouch.isOverdue(entry.header())) {
			return Reply.of(EntryReader.outdated(item, generation));
		}
		try {
			Lookup lookup = this.reader.judge(item, entry, generation);
			if (lookup.hit()) {
				this.idleTouch.afterHit(key, item, entry.header());
			}
			return Reply.of(lookup);
		}
		catch (TranscodingException ex) {
			return undecodable(key, item, generation, ex, read);
		}
	}

	/** Removes an item, and reads what is left then. */
	private Reply<Lookup> undecodable(MemcachedKey key, Item item, long generation, TranscodingException failure,
			Read read) {
		this.statistics.undecodable.increment();
		this.failurePolicy.undecodable(this.cacheName, failure);
		return this.operations.evictIfUnchanged(key, item.token())
			.flatMap((removed) -> read.apply(key))
			.map((rest) -> (rest == null || rest.isStub()) ? EntryReader.miss(rest, generation)
					: EntryReader.outdated(rest, generation));
	}

	/** Returns the generation that a value which is made now has to carry. */
	Reply<Long> generation(MemcachedKey key) {
		return generation(this.operations.nodeOf(key));
	}

	/** Returns the generation that a value which is made now has to carry on a node. */
	Reply<Long> generation(MemcachedNode node) {
		return this.generations.current(node);
	}

	/**
	 * Turns a value into what is stored.
	 * @throws TranscodingException if that is not possible
	 */
	EncodedValue encode(Object key, @Nullable Object value, long generation, @Nullable Duration annotatedTimeToLive) {
		return encode(key, value, generation, annotatedTimeToLive, Extensions.NONE);
	}

	/** Does the same for an entry that says more about itself. */
	EncodedValue encode(Object key, @Nullable Object value, long generation, @Nullable Duration annotatedTimeToLive,
			Extensions extensions) {
		Duration timeToLive = this.ttlPolicy.timeToLive(key, value, annotatedTimeToLive);
		Duration staleWindow = this.configuration.getServeStale();
		EntryHeader header = StaleWindow.addTo(
				new EntryHeader(generation, System.currentTimeMillis(), timeToLive.toMillis(), extensions),
				staleWindow);
		return new EncodedValue(transcoder().encode(value, header), timeToLive.plus(staleWindow),
				this.configuration.getTimeToIdle());
	}

	/** Turns what was stored into a value of the caller's own. */
	@Nullable Object decode(byte[] item) {
		return this.reader.decode(transcoder().read(item));
	}

	Reply<StoreResult> put(MemcachedKey key, EncodedValue value) {
		return this.operations.put(key, value.bytes(), value.expiration());
	}

	Reply<StoreResult> add(MemcachedKey key, EncodedValue value) {
		return this.operations.add(key, value.bytes(), value.expiration());
	}

	Reply<StoreResult> replace(MemcachedKey key, EncodedValue value, CasToken token) {
		return this.operations.compareAndSet(key, value.bytes(), value.expiration(), token);
	}

	/** Stores a value that was loaded, if nothing happened to the key since. */
	Reply<StoreResult> fill(MemcachedKey key, EncodedValue value, CasToken token) {
		return this.operations.fill(key, value.bytes(), value.expiration(), token);
	}

	/** Stores a value as it was, so that its refresh can be won again. */
	Reply<StoreResult> putBack(MemcachedKey key, Entry entry, Expiration expiration, CasToken token) {
		if (entry.item().stale()) {
			return this.operations.markStaleIfUnchanged(key, expiration, token)
				.map((marked) -> marked ? StoreResult.STORED : StoreResult.NOT_FOUND);
		}
		return this.operations.fill(key, entry.item().value(), expiration, token);
	}

	/** Removes what a load could not replace, if nothing happened to the key since. */
	Reply<StoreResult> discard(MemcachedKey key, CasToken token) {
		return this.operations.evictIfUnchanged(key, token)
			.map((removed) -> removed ? StoreResult.STORED : StoreResult.NOT_FOUND);
	}

	Reply<Boolean> remove(MemcachedKey key) {
		return this.operations.evict(key);
	}

	/**
	 * Removes an entry, or lets it be served for a while longer. One that is served
	 * already after an evict is removed, so that writes in a row do not prolong that, and
	 * one that cannot be looked at is removed, or will be when the node is back.
	 */
	Reply<Boolean> evict(MemcachedKey key) {
		Duration window = this.configuration.getServeStale();
		if (window.isZero()) {
			return remove(key);
		}
		return this.operations.get(key)
			.flatMap((item) -> (item != null && isFresh(item))
					? this.operations.markStaleIfUnchanged(key, Expiration.after(window), item.token())
					: Reply.of(false))
			.onFailure((failure) -> Reply.of(false))
			.flatMap((marked) -> marked ? Reply.of(true) : remove(key));
	}

	private boolean isFresh(Item item) {
		if (item.isStub() || item.stale()) {
			return false;
		}
		try {
			return StaleWindow.remainingSeconds(item, transcoder().read(item.value()).header()) > 0;
		}
		catch (TranscodingException ex) {
			return false;
		}
	}

	/** Makes all entries invalid; returns the nodes that did not acknowledge. */
	Map<MemcachedNode, RuntimeException> clear() {
		return this.generations.raise();
	}

	private Transcoder transcoder() {
		return this.configuration.getTranscoder();
	}

	/** Sends a read. */
	@FunctionalInterface
	private interface Read {

		Reply<? extends @Nullable Item> apply(MemcachedKey key);

	}

}
