package io.github.memcachedspring.cache;

import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.lease.Leases;
import io.github.memcachedspring.lease.UnstoredLoads;
import org.jspecify.annotations.Nullable;

/**
 * What a cache and the views of it share.
 *
 * @param name name of the cache
 * @param operations the cluster
 * @param configuration the settings
 * @param store the entries
 * @param statistics what the cache did
 * @param failurePolicy what becomes of failures
 * @param writes when writes are carried out
 * @param threads what does the work that callers do not do
 * @param leases the loads that are under way in the fleet
 * @param unstoredLoads the loads of callers that can get no lease
 * @param refreshes the keys that are refreshed
 * @param waits is told of calls that wait for loads
 */
record CacheContext(String name, MemcachedOperations operations, MemcachedCacheConfiguration configuration,
		EntryStore store, StatisticsCounter statistics, FailurePolicy failurePolicy, WriteTiming writes,
		CacheThreads threads, Leases<Loaded> leases, UnstoredLoads<Loaded> unstoredLoads, Refreshes refreshes,
		LoadWaitListener waits) {

	static CacheContext create(String name, String prefix, MemcachedOperations operations,
			MemcachedCacheConfiguration configuration, FailurePolicy failurePolicy, CacheThreads threads,
			LoadWaitListener waits) {
		StatisticsCounter statistics = new StatisticsCounter();
		EntryStore store = new EntryStore(name, prefix, operations, configuration, statistics, failurePolicy);
		Leases<Loaded> leases = new Leases<>(operations, configuration.getLease(), threads.timer());
		return new CacheContext(name, operations, configuration, store, statistics, failurePolicy,
				WriteTiming.of(configuration.isTransactionAware()), threads, leases, new UnstoredLoads<>(),
				new Refreshes(threads.timer()), waits);
	}

	/** Returns the same cache, whose new entries live shorter by up to a given share. */
	CacheContext spread(double leastJitter) {
		MemcachedCacheConfiguration spread = this.configuration
			.jitter(Math.max(leastJitter, this.configuration.getJitter()));
		return new CacheContext(this.name, this.operations, spread, this.store.withLives(spread), this.statistics,
				this.failurePolicy, this.writes, this.threads, this.leases, this.unstoredLoads, this.refreshes,
				this.waits);
	}

	/** Waits for a reply; a failure of memcached becomes the fallback. */
	<T extends @Nullable Object> T await(Reply<T> reply, T fallback) {
		try {
			return reply.await();
		}
		catch (RuntimeException ex) {
			failed(ex);
			return fallback;
		}
	}

	/** Counts a read as a hit or a miss. */
	Lookup counted(Lookup lookup) {
		(lookup.hit() ? this.statistics.hits : this.statistics.misses).increment();
		if (lookup.isStale()) {
			this.statistics.staleServed.increment();
		}
		return lookup;
	}

	/** Returns whether a value may be stored. */
	boolean isStorable(@Nullable Object value) {
		return value != null || this.configuration.isCacheNullValues();
	}

	/**
	 * Deals with a failure of memcached.
	 * @throws RuntimeException the failure, if it is to reach the caller or is none of
	 * memcached
	 */
	void failed(RuntimeException failure) {
		if (!(failure instanceof MemcachedException)) {
			throw failure;
		}
		failedQuietly(failure);
		throwIfWanted(failure);
	}

	/**
	 * Deals with a failure that must not reach anybody: after the loader ran Spring would
	 * run it again, and where nobody waits there is no caller.
	 */
	void failedQuietly(RuntimeException failure) {
		this.statistics.failures.count(failure);
		this.failurePolicy.failed(this.name, failure);
	}

	/**
	 * Deals with a value that cannot be stored.
	 * @throws RuntimeException the failure, if it is to reach the caller
	 */
	void unstorable(RuntimeException failure) {
		unstorableQuietly(failure);
		throwIfWanted(failure);
	}

	/** Deals with a value that cannot be stored, where that must not reach anybody. */
	void unstorableQuietly(RuntimeException failure) {
		this.statistics.unstorable.increment();
		if (failure instanceof ItemTooLargeException) {
			this.statistics.tooLarge.increment();
		}
		this.failurePolicy.unstorable(this.name, failure);
	}

	private void throwIfWanted(RuntimeException failure) {
		if (this.configuration.getOnError() == OnError.THROW) {
			throw failure;
		}
	}

}
