package io.github.memcachedspring.embedded;

/**
 * What became of a storage command.
 *
 * @param result the answer
 * @param cas the CAS number of what was stored; 0 if nothing was
 */
record Stored(StoreResult result, long cas) {

	static Stored not(StoreResult result) {
		return new Stored(result, 0);
	}

}
