package io.github.memcachedspring.client.chaos;

/**
 * What was done to commands so far. A test that expects trouble should look here whether
 * there was any.
 *
 * @param delayed commands whose reply came later
 * @param timedOut commands whose reply would have come after the command timeout
 * @param hung commands that were not sent and timed out
 * @param failed commands that were not sent and failed at once
 * @since 0.1.0
 */
public record ChaosStatistics(long delayed, long timedOut, long hung, long failed) {

	/**
	 * Returns all commands that something was done to.
	 * @return the sum of the others
	 */
	public long total() {
		return this.delayed + this.timedOut + this.hung + this.failed;
	}

}
