package io.github.memcachedspring.sample.memcached;

/**
 * Thrown when the sample has no server: none is configured, and none could be started.
 */
class LocalMemcachedException extends RuntimeException {

	LocalMemcachedException(String message) {
		super(message);
	}

	LocalMemcachedException(String message, Throwable cause) {
		super(message, cause);
	}

}
