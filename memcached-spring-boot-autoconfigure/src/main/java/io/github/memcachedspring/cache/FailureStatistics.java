package io.github.memcachedspring.cache;

/**
 * Why memcached did not carry out commands of a cache in this JVM since the cache was
 * created.
 *
 * @param timeouts commands without an answer in time
 * @param connections commands that found no connection, or lost it
 * @param leftAlone commands that were not sent because their node is left alone
 * @param tooManyInFlight commands that were not sent because too many wait for the node's
 * answers
 * @param serverErrors commands that the node answered with an error, for example because
 * it is out of memory
 * @param protocolErrors commands whose answer was none that memcached gives
 * @param others commands that failed for any other reason
 * @since 0.1.0
 */
public record FailureStatistics(long timeouts, long connections, long leftAlone, long tooManyInFlight,
		long serverErrors, long protocolErrors, long others) {

	/**
	 * Returns how many commands failed.
	 * @return the sum of all
	 */
	public long total() {
		return this.timeouts + this.connections + this.leftAlone + this.tooManyInFlight + this.serverErrors
				+ this.protocolErrors + this.others;
	}

}
