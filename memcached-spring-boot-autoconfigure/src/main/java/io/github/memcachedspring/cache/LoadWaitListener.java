package io.github.memcachedspring.cache;

/**
 * Is told of calls that wait for the load of another caller, in this JVM or elsewhere in
 * the fleet. Must neither block nor throw.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LoadWaitListener {

	/** Does not listen. */
	LoadWaitListener NONE = (cache, key) -> Caller.UNHEARD;

	/**
	 * Called on the thread of each call that may have to wait: if it is to block, when it
	 * has found no value, else always.
	 * @param cache name of the cache
	 * @param key the key as the caller gave it
	 * @return is told when the call waits
	 */
	Caller called(String cache, Object key);

	/**
	 * A call that may have to wait.
	 */
	@FunctionalInterface
	interface Caller {

		/** Nobody wants to know of its waits. */
		Caller UNHEARD = () -> (inTime) -> {
		};

		/**
		 * Called when the call begins to wait, on whichever thread it has come to; again
		 * for each wait.
		 * @return is told of the end
		 */
		Wait waits();

	}

	/**
	 * One wait of a call.
	 */
	@FunctionalInterface
	interface Wait {

		/**
		 * Called when the wait ends, perhaps on another thread.
		 * @param inTime {@code false} if the caller gave up
		 */
		void ended(boolean inTime);

	}

}
