package io.github.memcachedspring.sample.scene;

import java.util.List;

/**
 * One part of a scene as the page gets it.
 *
 * @param sampleMillis time between two samples
 * @param samples what the chart shows, a number for each of its lines; empty if the part
 * has not begun
 * @param figures what came of it, so far
 */
record RunView(long sampleMillis, List<long[]> samples, Figures figures) {

}
