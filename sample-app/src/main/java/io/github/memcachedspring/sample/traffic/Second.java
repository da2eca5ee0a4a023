package io.github.memcachedspring.sample.traffic;

/**
 * What happened within a second.
 *
 * @param memcached requests answered from memcached
 * @param oldCluster hits on a cluster that is being moved away from
 * @param database requests for which the database was asked
 * @param queries SQL statements sent to the database
 * @param averageMillis how long a request took on average; 0 if there was none
 * @param slowestMillis how long the slowest request took; 0 if there was none
 */
record Second(long memcached, long oldCluster, long database, long queries, double averageMillis,
		double slowestMillis) {

	static final Second QUIET = new Second(0, 0, 0, 0, 0, 0);

}
