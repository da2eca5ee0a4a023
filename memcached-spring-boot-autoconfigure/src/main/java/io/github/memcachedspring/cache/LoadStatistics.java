package io.github.memcachedspring.cache;

/**
 * How the values of a cache were loaded in this JVM since it was created.
 *
 * @param loads loaders that were run by {@code get(key, loader)} and
 * {@code retrieve(key, loader)}, and so by {@code sync = true}, in the background too
 * @param waits calls that waited for the load of another caller
 * @param leaseWins misses for which this JVM won the fleet's lease
 * @param refusedEvicted values that were not stored because their key was evicted while
 * they were loaded, or had expired
 * @param refusedReplaced values that were not stored because another was in the meantime
 * @param refusedUnknown values that were not stored because it is not known what happened
 * to their key: the read had failed, or the connection is gone
 * @param overdue values that were not stored because their method took longer than the
 * load limit
 * @param refreshes values that were refreshed before they expired, or replaced while the
 * evicted one was still served
 * @param refreshesSkipped refreshes that the executor did not take
 * @param refreshesFailed refreshes whose loader failed
 * @param staleServed calls that got a value that was evicted or had expired
 * @since 0.1.0
 */
public record LoadStatistics(long loads, long waits, long leaseWins, long refusedEvicted, long refusedReplaced,
		long refusedUnknown, long overdue, long refreshes, long refreshesSkipped, long refreshesFailed,
		long staleServed) {

}
