package io.github.memcachedspring.migration;

/**
 * Sets the pace of a copy ahead of need, and learns how it goes. Called by several
 * threads, but for {@link #begin} and {@link #size}.
 *
 * @since 0.1.0
 */
public interface BulkCopyWatch {

	/**
	 * Tells how many entries there are, as far as that is known by now.
	 * @param entries an estimate
	 */
	void size(long entries);

	/**
	 * Called before some entries are copied; waits as long as they have to.
	 * @param entries how many
	 * @return whether they may be copied; if not, the copy ends
	 * @throws InterruptedException if the copy is to end at once
	 */
	boolean begin(int entries) throws InterruptedException;

	/**
	 * Tells what became of some entries.
	 * @param copied how many were copied
	 * @param present how many need not be
	 * @param failed how many could not be
	 */
	void done(int copied, int present, int failed);

}
