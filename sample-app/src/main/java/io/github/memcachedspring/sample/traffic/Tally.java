package io.github.memcachedspring.sample.traffic;

import java.time.Duration;

/**
 * Counts what happens within a second. Not safe for use by several threads at once.
 */
final class Tally {

	private static final double NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

	private long memcached;

	private long oldCluster;

	private long database;

	private long queries;

	private long nanos;

	private long slowestNanos;

	void answered(Answer answer, long nanos) {
		switch (answer) {
			case MEMCACHED -> this.memcached++;
			case DATABASE -> this.database++;
		}
		this.nanos += nanos;
		this.slowestNanos = Math.max(this.slowestNanos, nanos);
	}

	void answeredByOldCluster(long hits) {
		this.oldCluster += hits;
	}

	void queried() {
		this.queries++;
	}

	Second toSecond() {
		long requests = Math.max(1, this.memcached + this.database);
		return new Second(this.memcached, this.oldCluster, this.database, this.queries,
				this.nanos / NANOS_PER_MILLI / requests, this.slowestNanos / NANOS_PER_MILLI);
	}

}
