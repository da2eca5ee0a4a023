package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of atomic updates and counters.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached.atomic")
public class MemcachedAtomicProperties {

	/**
	 * How long values and counters live that are created. A change keeps the time that
	 * remains.
	 */
	private Duration timeToLive = Duration.ofHours(1);

	/**
	 * Whether updates leave an id with the value, by which one whose answer never came
	 * can be told to have been applied.
	 */
	private boolean operationIds;

	private final Retry retry = new Retry();

	public Duration getTimeToLive() {
		return this.timeToLive;
	}

	public void setTimeToLive(Duration timeToLive) {
		this.timeToLive = timeToLive;
	}

	public boolean isOperationIds() {
		return this.operationIds;
	}

	public void setOperationIds(boolean operationIds) {
		this.operationIds = operationIds;
	}

	public Retry getRetry() {
		return this.retry;
	}

	/**
	 * What is done while others change the same value.
	 */
	public static class Retry {

		/**
		 * How often an update, or a delete of a counter, is tried at most.
		 */
		private int maxAttempts = 100;

		/**
		 * Time after which it is not tried again.
		 */
		private Duration maxTime = Duration.ofSeconds(1);

		/**
		 * Longest delay before the second attempt. It doubles from attempt to attempt,
		 * and is at random between that and nothing.
		 */
		private Duration firstDelay = Duration.ofMillis(1);

		/**
		 * Longest delay before any attempt.
		 */
		private Duration longestDelay = Duration.ofMillis(32);

		public int getMaxAttempts() {
			return this.maxAttempts;
		}

		public void setMaxAttempts(int maxAttempts) {
			this.maxAttempts = maxAttempts;
		}

		public Duration getMaxTime() {
			return this.maxTime;
		}

		public void setMaxTime(Duration maxTime) {
			this.maxTime = maxTime;
		}

		public Duration getFirstDelay() {
			return this.firstDelay;
		}

		public void setFirstDelay(Duration firstDelay) {
			this.firstDelay = firstDelay;
		}

		public Duration getLongestDelay() {
			return this.longestDelay;
		}

		public void setLongestDelay(Duration longestDelay) {
			this.longestDelay = longestDelay;
		}

	}

}
