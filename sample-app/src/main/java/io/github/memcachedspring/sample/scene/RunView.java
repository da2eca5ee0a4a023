package io.github.memcachedspring.sample.scene;

import java.util.List;

import io.github.memcachedspring.migration.MigrationProgress;
import org.jspecify.annotations.Nullable;

/**
 * One part of a scene as the page gets it.
 *
 * @param sampleMillis time between two samples
 * @param samples what the chart shows, a number for each of its lines; empty if the part
 * has not begun
 * @param figures what came of it, so far
 * @param migration how far the move to another cluster has got; {@code null} if the part
 * is none
 */
record RunView(long sampleMillis, List<long[]> samples, Figures figures, @Nullable MigrationProgress migration) {

}
