package io.github.memcachedspring.cache;

/**
 * What a failure of memcached means for the caller of a cache.
 *
 * @since 0.1.0
 */
public enum OnError {

	/** A read is a miss and a write is dropped; the failure is counted and logged. */
	MISS,

	/**
	 * The failure reaches the caller, save where it is too late: once a loader has run,
	 * which it would otherwise do again, and after the commit of a transaction.
	 */
	THROW

}
