package io.github.memcachedspring.sample.scene;

/**
 * What came of one part of a scene.
 *
 * @param requests requests that were answered
 * @param waits those of them for which the source was asked
 * @param queries queries that the source was asked
 * @param peakQueries how many of them within the worst second
 * @param slowestMillis how long the slowest request took
 * @param lost updates that were lost
 */
record Figures(long requests, long waits, long queries, long peakQueries, long slowestMillis, long lost) {

}
