package io.github.memcachedspring.migration;

/**
 * What copies ahead of need have come to in this instance since it was started.
 *
 * @param copied entries that were copied
 * @param present entries that the new cluster had, or that somebody else loaded or wrote
 * at that moment
 * @param outdated items of the old cluster that count for nothing: cleared, barred,
 * expired or removed meanwhile, or about to expire
 * @param failed entries that were left out because a server did not answer, or did not
 * take them
 * @param unmapped entries that were left out because their keys are too long to be told
 * from the items, and begin otherwise on the new cluster
 * @param others items that are no entries of this application's caches
 * @param skippedNodes how often a node of the old cluster was left out, at least in part
 * @since 0.1.0
 */
public record BulkCopyProgress(long copied, long present, long outdated, long failed, long unmapped, long others,
		long skippedNodes) {

}
