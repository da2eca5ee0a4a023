package io.github.memcachedspring.warmup;

import org.jspecify.annotations.Nullable;

/**
 * Fills caches by itself, with entries that are somewhere else already.
 *
 * @since 0.1.0
 */
public interface CopyJob {

	/**
	 * Returns why nothing is to be copied for now; the warmer is done then.
	 * @return the reason, or {@code null} if there is none
	 */
	default @Nullable String whyNot() {
		return null;
	}

	/**
	 * Copies. Called when it is this instance's turn, and once more if that was lost.
	 * Entries that are there already count as such.
	 * @param turn to be asked before entries are copied, and told what became of them
	 * @return whether all is done; false if the turn was lost
	 * @throws InterruptedException if the warm-up is to end
	 */
	boolean copy(CopyTurn turn) throws InterruptedException;

}
