package io.github.memcachedspring.migration;

/**
 * How far a migration has got, as this instance has seen it since it was started.
 *
 * @param hitsOnNew reads that the new cluster answered
 * @param hitsOnOld reads that the old cluster answered, or would have in a dry run
 * @param missedBoth reads that neither answered
 * @param copied entries and values that were copied to the new cluster
 * @param copiesLost copies that were not stored, because the key was written meanwhile or
 * the new cluster failed
 * @param barred reads for which the old cluster did not count, because a removal or a
 * clear had not reached it
 * @param oldErrors commands to the old cluster that failed
 * @param shareOfOld share of the old cluster in the hits of the last minute, 0 if there
 * were none
 * @param verdict whether the old cluster is still of use
 * @since 0.1.0
 */
public record MigrationProgress(long hitsOnNew, long hitsOnOld, long missedBoth, long copied, long copiesLost,
		long barred, long oldErrors, double shareOfOld, MigrationVerdict verdict) {

}
