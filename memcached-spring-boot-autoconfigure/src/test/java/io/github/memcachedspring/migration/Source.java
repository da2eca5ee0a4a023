package io.github.memcachedspring.migration;

/**
 * Where values come from: its rows are versions of themselves, the first one 1.
 */
interface Source {

	/** Changes a row and returns its new version. */
	long write(String key);

	/** Returns the version of a row as it was some time ago. */
	long load(String key);

}
