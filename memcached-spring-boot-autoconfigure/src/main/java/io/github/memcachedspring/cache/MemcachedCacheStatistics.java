package io.github.memcachedspring.cache;

/**
 * What a cache did in this JVM since it was created.
 *
 * @param hits reads that found a value
 * @param misses reads that found none, whatever the reason
 * @param puts values that were stored
 * @param evictions removals that memcached carried out on request, whether there was an
 * entry or not
 * @param clears how often the cache was cleared
 * @param failures commands that memcached did not carry out
 * @param undecodable entries that could not be read and were removed
 * @param unstorable values that could not be stored: too large, or of a type that is not
 * trusted or cannot be serialized
 * @param tooLarge values among the unstorable ones that were too large
 * @param causes the failures by what they came from
 * @param loads how values were loaded
 * @since 0.1.0
 */
public record MemcachedCacheStatistics(long hits, long misses, long puts, long evictions, long clears, long failures,
		long undecodable, long unstorable, long tooLarge, FailureStatistics causes, LoadStatistics loads) {

}
