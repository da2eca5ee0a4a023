package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.Map;

import io.github.memcachedspring.client.CasToken;
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
		this.ttlPolicy = new TtlPolicy(cacheName, configuration);
		this.idleTouch = new IdleTouch(operations, configuration.getTimeToIdle());
		this.statistics = statistics;
		this.failurePolicy = failurePolicy;
	}

	MemcachedKey key(Object key) {
		return this.space.key(CacheKeys.toText(key));
	}

	/** Reads an entry: one command, and one for the generation if it has to be asked. */
	Reply<Lookup> find(MemcachedKey key) {
		MemcachedNode node = this.operations.nodeOf(key);
		long known = this.generations.known(node);
		if (known != Generations.UNKNOWN) {
			return this.operations.get(key).flatMap((item) -> examine(key, node, item, known));
		}
		Reply<Long> generation = this.generations.current(node);
		Reply<@Nullable Item> reply = this.operations.get(key);
		return generation.flatMap((current) -> reply.flatMap((item) -> examine(key, node, item, current)));
	}

	private Reply<Lookup> examine(MemcachedKey key, MemcachedNode node, @Nullable Item item, long generation) {
		if (item == null || item.isStub()) {
			return Reply.of(Lookup.miss(generation, (item != null) ? item.token() : null));
		}
		EncodedEntry entry;
		try {
			entry = transcoder().read(item.value());
		}
		catch (TranscodingException ex) {
			return Reply.of(undecodable(key, item, generation, ex));
		}
		long stored = entry.header().generation();
		if (stored > generation) {
			// Cleared elsewhere since this JVM last asked, and stored after that.
			return this.generations.reread(node).map((reread) -> toLookup(key, item, entry, reread));
		}
		return Reply.of(toLookup(key, item, entry, generation));
	}

	private Lookup toLookup(MemcachedKey key, Item item, EncodedEntry entry, long generation) {
		if (entry.header().generation() != generation || this.idleTouch.isOverdue(entry.header())) {
			return Lookup.miss(generation, item.token());
		}
		try {
			Object value = transcoder().decode(entry);
			if (value == null && !this.configuration.isCacheNullValues()) {
				return Lookup.miss(generation, item.token());
			}
			this.idleTouch.afterHit(key, item, entry.header());
			return Lookup.hit(value, generation);
		}
		catch (TranscodingException ex) {
			return undecodable(key, item, generation, ex);
		}
	}

	private Lookup undecodable(MemcachedKey key, Item item, long generation, TranscodingException failure) {
		this.statistics.undecodable.increment();
		this.failurePolicy.undecodable(this.cacheName, failure);
		Replies.send(this.operations.evictIfUnchanged(key, item.token()));
		return Lookup.miss(generation, null);
	}

	/** Returns the generation that a value which is made now has to carry. */
	Reply<Long> generation(MemcachedKey key) {
		return this.generations.current(this.operations.nodeOf(key));
	}

	/**
	 * Turns a value into what is stored.
	 * @throws TranscodingException if that is not possible
	 */
	EncodedValue encode(Object key, @Nullable Object value, long generation, @Nullable Duration annotatedTimeToLive) {
		Duration timeToLive = this.ttlPolicy.timeToLive(key, value, annotatedTimeToLive);
		EntryHeader header = EntryHeader.of(generation, System.currentTimeMillis(), timeToLive.toMillis());
		return new EncodedValue(transcoder().encode(value, header), timeToLive, this.configuration.getTimeToIdle());
	}

	/** Turns what was stored into a value of the caller's own. */
	@Nullable Object decode(EncodedValue value) {
		return transcoder().decode(transcoder().read(value.bytes()));
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

	Reply<Boolean> evict(MemcachedKey key) {
		return this.operations.evict(key);
	}

	/** Makes all entries invalid; returns the nodes that did not acknowledge. */
	Map<MemcachedNode, RuntimeException> clear() {
		return this.generations.raise();
	}

	private Transcoder transcoder() {
		return this.configuration.getTranscoder();
	}

}
