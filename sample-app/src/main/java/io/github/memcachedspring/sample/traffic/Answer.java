package io.github.memcachedspring.sample.traffic;

/**
 * Where the answer to a request came from.
 *
 * @since 0.1.0
 */
public enum Answer {

	/** From memcached alone. */
	MEMCACHED,

	/** From the database: it was asked at least once. */
	DATABASE

}
