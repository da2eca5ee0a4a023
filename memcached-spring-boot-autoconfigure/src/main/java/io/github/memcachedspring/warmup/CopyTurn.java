package io.github.memcachedspring.warmup;

import io.github.memcachedspring.cache.FillResult;

/**
 * The turn of this instance in a copy that only one of the fleet makes at a time.
 *
 * @since 0.1.0
 */
public interface CopyTurn {

	/**
	 * Says how many entries there are, so that progress can be told in percent.
	 * @param entries the number, which may be an estimate and change
	 */
	void size(long entries);

	/**
	 * Waits until some entries may be copied. For use by one thread.
	 * @param entries how many, at least 1
	 * @return whether it still is this instance's turn
	 * @throws InterruptedException if the warm-up is to end
	 */
	boolean begin(int entries) throws InterruptedException;

	/**
	 * Says what became of some entries. For use by any thread.
	 * @param result what became of them
	 * @param entries how many
	 */
	void done(FillResult result, int entries);

}
