package io.github.memcachedspring.embedded;

/**
 * What a server takes.
 *
 * @param memory how many bytes all items together may take, as memcached counts them
 * @param maxItemSize how many bytes one item may take
 * @param connections how many connections may be open
 */
record Limits(long memory, long maxItemSize, int connections) {

	private static final long SMALLEST_ITEM_LIMIT = 1024;

	Limits {
		if (maxItemSize < SMALLEST_ITEM_LIMIT) {
			throw new IllegalArgumentException("'maxItemSize' must be at least 1024 bytes: '" + maxItemSize + "'");
		}
		if (maxItemSize > memory / 2) {
			throw new IllegalArgumentException(
					"'maxItemSize' must be at most half of 'memoryLimit': '" + maxItemSize + "' of '" + memory + "'");
		}
		if (connections < 1) {
			throw new IllegalArgumentException("'maxConnections' must be at least 1: '" + connections + "'");
		}
	}

}
