package io.github.memcachedspring.warmup;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How far a warmer has come.
 *
 * @param name name of the warmer
 * @param cacheName name of the cache, {@value CacheWarmer#ANY_CACHE} for several
 * @param state what it does
 * @param size how many keys there are, or {@code null} if that is not known
 * @param seen keys that are dealt with, in whatever way
 * @param present keys whose value was there, or is being loaded or was written by others
 * @param filled values that were loaded, or stored if they came with their keys
 * @param failed keys without a value: their load failed, they cannot be stored, or
 * memcached did not answer
 * @param rate values per second that were filled lately
 * @param elapsed time since the start of the warmer, up to its end
 * @param timeLeft estimate of the time it takes from now on, or {@code null} if there can
 * be none
 * @since 0.1.0
 */
public record WarmUpProgress(String name, String cacheName, State state, @Nullable Long size, long seen, long present,
		long filled, long failed, double rate, Duration elapsed, @Nullable Duration timeLeft) {

	/**
	 * Returns the share of the keys that are dealt with.
	 * @return 0 to 100, or {@code null} if the number of keys is not known
	 */
	public @Nullable Double percent() {
		if (this.size == null) {
			return null;
		}
		return (this.size > 0) ? Math.min(100, 100.0 * this.seen / this.size) : 100.0;
	}

	/**
	 * What a warmer does.
	 *
	 * @since 0.1.0
	 */
	public enum State {

		/** It is not its turn, or nobody has asked for it. */
		PENDING(false),

		/** Another instance warms up, or memcached does not answer. */
		WAITING(false),

		/** This instance warms up. */
		RUNNING(false),

		/** All keys are dealt with. */
		DONE(true),

		/** The instance that was waited for has dealt with all keys. */
		DONE_ELSEWHERE(true),

		/** The stream failed or was read in vain; what was filled before stays. */
		FAILED(true),

		/** It was told to end. */
		CANCELLED(true);

		private final boolean end;

		State(boolean end) {
			this.end = end;
		}

		/**
		 * Returns whether nothing more is going to happen.
		 * @return whether the warmer has ended
		 */
		public boolean isEnd() {
			return this.end;
		}

	}

}
