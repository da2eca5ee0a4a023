package io.github.memcachedspring.migration;

/**
 * Whether the old cluster is still of use.
 *
 * @since 0.1.0
 */
public enum MigrationVerdict {

	/** The old cluster still serves what would have to be loaded otherwise. */
	NEEDED,

	/**
	 * The old cluster can go: its share of the hits has been small for long enough, or
	 * all that it held at the beginning has expired.
	 */
	REMOVABLE

}
