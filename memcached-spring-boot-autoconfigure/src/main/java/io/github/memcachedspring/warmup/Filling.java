package io.github.memcachedspring.warmup;

import java.util.List;

/**
 * Fills a cache with what comes from one stream.
 */
interface Filling {

	/**
	 * Deals with some elements of the stream.
	 * @return false if the stream has to be read once more from its beginning
	 */
	boolean fill(List<?> elements) throws InterruptedException;

	/** Waits for what was begun. */
	default void finish() throws InterruptedException {
	}

}
