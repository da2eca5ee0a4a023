package io.github.memcachedspring.atomic;

/**
 * How an update ended, as it is counted.
 */
enum Ending {

	/** It took place. */
	APPLIED,

	/** Others kept changing the value. */
	CONFLICT,

	/** There was no value to change. */
	ABSENT,

	/** A store may have been applied. */
	UNKNOWN,

	/** It failed for certain, or its function did. */
	FAILED,

	/** Its caller wanted it no more, and nothing was applied. */
	CANCELLED;

	static Ending of(AtomicResult<?> result) {
		if (result instanceof AtomicResult.Applied) {
			return APPLIED;
		}
		if (result instanceof AtomicResult.Conflict) {
			return CONFLICT;
		}
		return (result instanceof AtomicResult.Absent) ? ABSENT : UNKNOWN;
	}

}
