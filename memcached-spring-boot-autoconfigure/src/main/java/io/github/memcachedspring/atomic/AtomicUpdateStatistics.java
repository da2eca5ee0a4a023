package io.github.memcachedspring.atomic;

import java.time.Duration;

/**
 * What updates did in this JVM since their template was created.
 *
 * @param applied updates that took place
 * @param conflicts updates that were given up because others kept changing the value
 * @param absents updates that found no value to change
 * @param unknowns updates whose outcome is unknown
 * @param failures updates that failed for certain, or whose function did
 * @param cancelled asynchronous updates whose future was cancelled, or completed by
 * somebody else, before anything was applied
 * @param attempts how often values were read for all of these
 * @param totalTime time that all of these took, waiting included
 * @since 0.1.0
 */
public record AtomicUpdateStatistics(long applied, long conflicts, long absents, long unknowns, long failures,
		long cancelled, long attempts, Duration totalTime) {

}
