package io.github.memcachedspring.benchmarks.stampede;

import java.util.Arrays;

/**
 * Something that happened in a JVM.
 *
 * @param source the JVM
 * @param kind what happened
 * @param round number of the round it belongs to
 * @param numbers what the kind says
 */
record Event(ChildJvm source, Kind kind, int round, long[] numbers) {

	static Event parse(ChildJvm source, String line) {
		String[] words = line.split(" ");
		return new Event(source, Kind.valueOf(words[0]), Integer.parseInt(words[1]),
				Arrays.stream(words).skip(2).mapToLong(Long::parseLong).toArray());
	}

	static Event gone(ChildJvm source) {
		return new Event(source, Kind.GONE, ChildJvm.NO_ROUND, new long[0]);
	}

	Span span() {
		return new Span(this.numbers[0], this.numbers[1]);
	}

	enum Kind {

		/** All callers wait for the start. */
		READY,

		/** A load began: when. */
		LOADING,

		/** A load ended: when it began and ended. */
		LOADED,

		/** A call was answered: when it began and ended. */
		CALL,

		/** A call failed. */
		FAILED,

		/** All callers are through, or will never be: number of reads that were sent. */
		DONE,

		/** The JVM has ended. */
		GONE

	}

}
