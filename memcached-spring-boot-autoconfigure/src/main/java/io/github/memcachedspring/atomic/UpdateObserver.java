package io.github.memcachedspring.atomic;

import java.time.Duration;

/**
 * Is told how updates end.
 */
@FunctionalInterface
interface UpdateObserver {

	void ended(Ending ending, int attempts, Duration elapsed);

}
