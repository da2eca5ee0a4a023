package io.github.memcachedspring.cache;

/**
 * What became of an entry that was to be there ahead of need.
 *
 * @since 0.1.0
 */
public enum FillResult {

	/** The value was loaded or read, and stored unless something newer came first. */
	FILLED,

	/** There is a valid entry. */
	PRESENT,

	/** Somebody else is loading the value now, or has just written one. */
	TAKEN,

	/** The cache was cleared after the value was read, or nobody can tell. */
	CLEARED,

	/** The key cannot be a key, or the value cannot be stored. */
	UNUSABLE,

	/** Memcached did not answer. */
	UNREACHABLE

}
