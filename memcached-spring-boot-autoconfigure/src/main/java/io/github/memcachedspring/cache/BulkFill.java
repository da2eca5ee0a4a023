package io.github.memcachedspring.cache;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * Stores many values that are there already, in two round trips: one for the leases of
 * all keys, one for the stores by the tokens of those that were free.
 */
final class BulkFill {

	private final CacheContext context;

	/** As of a time before the values were read; those of nodes that answered then. */
	private final Map<MemcachedNode, Long> generations;

	private final Map<FillResult, Integer> results = new EnumMap<>(FillResult.class);

	private final Map<MemcachedKey, Store> stores = new LinkedHashMap<>();

	BulkFill(CacheContext context, Map<MemcachedNode, Long> generations) {
		this.context = context;
		this.generations = generations;
	}

	Map<FillResult, Integer> store(Map<LoadRequest, ?> values) {
		Map<MemcachedKey, LoadRequest> requests = new LinkedHashMap<>();
		values.forEach((request, value) -> {
			if (!this.context.isStorable(value) || requests.put(request.wireKey(), request) != null) {
				count(FillResult.UNUSABLE);
			}
		});
		lease(requests, values);
		send();
		return this.results;
	}

	private void lease(Map<MemcachedKey, LoadRequest> requests, Map<LoadRequest, ?> values) {
		BulkResult<Lookup> found = BulkResult
			.of(requests.keySet(), (key) -> this.context.store().findOrLease(key, this.context.leases().stub()))
			.await();
		found.failures().forEach(this::failed);
		found.results().forEach((key, lookup) -> {
			LoadRequest request = requests.get(key);
			CasToken token = lookup.token();
			if (request == null || token == null || !isFree(lookup)) {
				count(lookup.hit() ? FillResult.PRESENT : FillResult.TAKEN);
			}
			else {
				prepare(request, values.get(request), token, lookup.generation());
			}
		});
	}

	private static boolean isFree(Lookup lookup) {
		return switch (lookup.state()) {
			case WON, OUTDATED, STALE_WON -> true;
			case UNKNOWN, HIT, DUE, DUE_WON, STALE, ABSENT, LOADING -> false;
		};
	}

	private void prepare(LoadRequest request, @Nullable Object value, CasToken token, long generation) {
		MemcachedKey key = request.wireKey();
		Long before = this.generations.get(this.context.operations().nodeOf(key));
		if (before == null || generation != before) {
			giveUp(key, token, FillResult.CLEARED);
			return;
		}
		try {
			this.stores.put(key, new Store(token,
					this.context.store().encode(request.key(), value, generation, request.timeToLive())));
		}
		catch (TranscodingException ex) {
			this.context.unstorableQuietly(ex);
			giveUp(key, token, FillResult.UNUSABLE);
		}
	}

	private void send() {
		BulkResult<StoreResult> sent = BulkResult.of(this.stores.keySet(), (key) -> {
			Store store = store(key);
			return this.context.store().fill(key, store.value(), store.token());
		}).await();
		sent.results().values().forEach((result) -> {
			this.context.statistics().filled(result);
			count((result == StoreResult.STORED) ? FillResult.FILLED : FillResult.TAKEN);
		});
		sent.failures().forEach((key, failure) -> {
			if (failure instanceof ItemTooLargeException) {
				this.context.unstorableQuietly(failure);
				giveUp(key, store(key).token(), FillResult.UNUSABLE);
			}
			else {
				failed(key, failure);
			}
		});
	}

	private Store store(MemcachedKey key) {
		Store store = this.stores.get(key);
		if (store == null) {
			throw new IllegalStateException("Nothing is to be stored under '%s'".formatted(key));
		}
		return store;
	}

	/** Its lease ends by itself, should it have been won. */
	private void failed(MemcachedKey key, RuntimeException failure) {
		this.context.failedQuietly(failure);
		count(FillResult.UNREACHABLE);
	}

	private void giveUp(MemcachedKey key, CasToken token, FillResult result) {
		Replies.send(this.context.store().discard(key, token));
		count(result);
	}

	private void count(FillResult result) {
		this.results.merge(result, 1, Integer::sum);
	}

	/**
	 * What is to be stored under a key.
	 *
	 * @param token the token of the lease
	 * @param value the value
	 */
	private record Store(CasToken token, EncodedValue value) {

	}

}
