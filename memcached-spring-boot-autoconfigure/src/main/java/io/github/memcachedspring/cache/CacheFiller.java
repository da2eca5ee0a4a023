package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.github.memcachedspring.cache.Lookup.State;
import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.lease.CurrentLoad;
import org.jspecify.annotations.Nullable;

/**
 * Fills a cache before anybody asks for its entries. What is valid stays as it is; what
 * others load or write meanwhile wins, for all stores are made under the lease of their
 * key. Lives are shortened at random by up to a tenth at least, whatever the settings of
 * the cache say, so that what was filled together does not expire together. Failures of
 * memcached are counted by the cache and never thrown.
 *
 * @since 0.1.0
 */
public final class CacheFiller {

	/** Spreads the end of 5 minutes over 30 seconds. */
	static final double LEAST_JITTER = 0.1;

	/** By this a load recognizes itself, so it is that of all other callers. */
	private final CacheContext scope;

	private final CacheContext context;

	private final LeasedLoads leasedLoads;

	private final @Nullable Duration timeToLive;

	CacheFiller(CacheContext context, @Nullable Duration timeToLive) {
		this.scope = context;
		this.context = context.spread(LEAST_JITTER);
		this.leasedLoads = new LeasedLoads(this.context, new LoadedWriter(this.context));
		this.timeToLive = timeToLive;
	}

	/**
	 * Looks which entries are there, with one command per key, pipelined.
	 * @param <K> type of the keys
	 * @param keys the keys, few enough to be held in memory together with their entries
	 * @return the keys without a valid entry that nobody is loading now
	 */
	public <K> Look<K> look(Collection<? extends K> keys) {
		Map<FillResult, Integer> others = new EnumMap<>(FillResult.class);
		Map<MemcachedKey, K> byWireKey = new LinkedHashMap<>();
		keys.forEach((key) -> {
			LoadRequest request = request(key);
			if (request == null || byWireKey.put(request.wireKey(), key) != null) {
				others.merge((request == null) ? FillResult.UNUSABLE : FillResult.PRESENT, 1, Integer::sum);
			}
		});
		BulkResult<Lookup> found = BulkResult.of(byWireKey.keySet(), this.context.store()::find).await();
		found.failures().values().forEach((failure) -> {
			this.context.failedQuietly(failure);
			others.merge(FillResult.UNREACHABLE, 1, Integer::sum);
		});
		found.results().forEach((wireKey, lookup) -> {
			if (!isMissing(wireKey, lookup)) {
				byWireKey.remove(wireKey);
				others.merge(FillResult.PRESENT, 1, Integer::sum);
			}
		});
		byWireKey.keySet().removeAll(found.failures().keySet());
		return new Look<>(List.copyOf(byWireKey.values()), others);
	}

	private boolean isMissing(MemcachedKey key, Lookup lookup) {
		if (lookup.state() == State.STALE_WON && lookup.token() != null) {
			// Nobody else would replace it any more.
			Replies.send(this.context.store().discard(key, lookup.token()));
			return true;
		}
		return !lookup.hit() && lookup.state() != State.LOADING;
	}

	/**
	 * Loads a value under the lease of its key, and stores it unless the key was written
	 * or evicted meanwhile. Waits for nobody: a value that is there, or that somebody
	 * else is loading, is not loaded.
	 * @param key the key
	 * @param loader loads the value, on this thread
	 * @return what became of it
	 * @throws Exception what the loader throws
	 */
	public FillResult load(Object key, Callable<?> loader) throws Exception {
		LoadRequest request = request(key);
		if (request == null) {
			return FillResult.UNUSABLE;
		}
		Step step = next(request);
		if (step instanceof Step.Load load) {
			run(load.load(), request, loader);
			return FillResult.FILLED;
		}
		if (step instanceof Step.LoadUnstored) {
			return FillResult.UNREACHABLE;
		}
		return (step instanceof Step.Take) ? FillResult.PRESENT : FillResult.TAKEN;
	}

	private Step next(LoadRequest request) {
		try {
			return this.leasedLoads.find(request.wireKey()).flatMap((lookup) -> next(request, lookup)).await();
		}
		catch (MemcachedException ex) {
			this.context.failedQuietly(ex);
			return new Step.LoadUnstored();
		}
	}

	private Reply<Step> next(LoadRequest request, Lookup lookup) {
		if (lookup.state() != State.STALE_WON || lookup.token() == null) {
			return this.leasedLoads.next(request, lookup);
		}
		return this.context.store()
			.discard(request.wireKey(), lookup.token())
			.flatMap((discarded) -> this.leasedLoads.find(request.wireKey()))
			.flatMap((found) -> this.leasedLoads.next(request, found));
	}

	private void run(LeasedLoad load, LoadRequest request, Callable<?> loader) throws Exception {
		this.context.statistics().loads.increment();
		Object value;
		try {
			value = CurrentLoad.call(this.scope, request.wireKey(), loader);
		}
		catch (Exception | Error ex) {
			load.failed(ex);
			throw ex;
		}
		load.succeeded(value, true);
	}

	/**
	 * Returns what stores values that are read from somewhere from now on. After a
	 * {@code clear()} that comes in between nothing is stored, for the values may be
	 * those of before it; nor is it on nodes that do not answer now, or join later.
	 * @return the store, which reads and stores with one command per entry each,
	 * pipelined
	 */
	public ValueStore storeFromNow() {
		Map<MemcachedNode, Long> generations = generations();
		return (values) -> {
			Map<FillResult, Integer> results = new EnumMap<>(FillResult.class);
			Map<LoadRequest, @Nullable Object> requests = new LinkedHashMap<>();
			values.forEach((key, value) -> {
				LoadRequest request = request(key);
				if (request != null) {
					requests.put(request, value);
				}
				else {
					results.merge(FillResult.UNUSABLE, 1, Integer::sum);
				}
			});
			new BulkFill(this.context, generations).store(requests)
				.forEach((result, count) -> results.merge(result, count, Integer::sum));
			return results;
		};
	}

	/** A node that does not answer has none. */
	private Map<MemcachedNode, Long> generations() {
		Map<MemcachedNode, Reply<Long>> replies = new LinkedHashMap<>();
		this.context.operations().nodes().forEach((node) -> replies.put(node, this.context.store().generation(node)));
		Map<MemcachedNode, Long> generations = new HashMap<>();
		replies.forEach((node, reply) -> {
			try {
				generations.put(node, reply.await());
			}
			catch (MemcachedException ex) {
				this.context.failedQuietly(ex);
			}
		});
		return generations;
	}

	private @Nullable LoadRequest request(Object key) {
		try {
			return new LoadRequest(this.context.store().key(key), key, this.timeToLive);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * What a look found.
	 *
	 * @param <K> type of the keys
	 * @param missing the keys that have no valid entry and that nobody is loading
	 * @param others how many of the others there are, by what is the matter with them
	 * @since 0.1.0
	 */
	public record Look<K>(List<K> missing, Map<FillResult, Integer> others) {

	}

	/**
	 * Stores values where there are none.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	public interface ValueStore {

		/**
		 * Stores the entries of a map under the leases of their keys.
		 * @param values values by key, few enough to be held in memory
		 * @return how many of them had which result
		 */
		Map<FillResult, Integer> store(Map<?, ?> values);

	}

}
