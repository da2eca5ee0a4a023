package io.github.memcachedspring.migration;

/**
 * How far an instance is on its way to the new cluster. In a rolling deployment instances
 * may be in two phases that are next to each other, and in no others.
 *
 * @since 0.1.0
 */
public enum MigrationPhase {

	/**
	 * No migration: only the cluster that the application is configured for is used. On
	 * the way there this is the old one, for instances that know nothing of the new one.
	 */
	NONE,

	/**
	 * The old cluster is the truth. Whatever is written or removed there is removed from
	 * the new one, for instances that read it already.
	 */
	PREPARE,

	/**
	 * The new cluster is the truth. What it does not have is looked for on the old one,
	 * and copied.
	 */
	READ_THROUGH,

	/** The old cluster is not used any more. */
	DONE;

	/**
	 * Returns whether instances in this phase and another may run side by side.
	 * @param other the other phase
	 * @return {@code true} if the phases are the same or next to each other
	 */
	public boolean isCompatibleWith(MigrationPhase other) {
		return Math.abs(ordinal() - other.ordinal()) <= 1;
	}

}
