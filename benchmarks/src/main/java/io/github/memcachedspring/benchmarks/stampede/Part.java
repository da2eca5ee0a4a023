package io.github.memcachedspring.benchmarks.stampede;

import java.util.Arrays;
import java.util.Locale;

/**
 * What the demonstration shows; each part can be run alone.
 */
enum Part {

	/** All callers ask for an absent key at once. */
	BURST,

	/** All callers ask again and again for a key that expires now and then. */
	STEADY,

	/** The same with refresh-ahead alone, and what callers notice of a refresh. */
	REFRESH,

	/** How often waiters ask for a value that is loaded elsewhere. */
	POLLS,

	/** A burst whose loading JVM is killed. */
	KILL;

	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Part of(String word) {
		return Arrays.stream(values())
			.filter((part) -> part.word().equals(word))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'%s' is neither an option nor a part; parts are %s"
				.formatted(word, Arrays.stream(values()).map(Part::word).toList())));
	}

}
