package io.github.memcachedspring.atomic;

import java.time.Duration;

/**
 * What counters did in this JVM since they were created, those of all namespaces
 * together.
 *
 * @param counted commands that were carried out, reads included
 * @param conflicts deletes that were given up because others kept counting
 * @param absent commands that found no counter and created none
 * @param unknown counts of which it is not known whether they were carried out
 * @param failed commands that were certainly not carried out, and reads without an answer
 * @param totalTime the time that all of these took together
 * @since 0.1.0
 */
public record CounterStatistics(long counted, long conflicts, long absent, long unknown, long failed,
		Duration totalTime) {

}
