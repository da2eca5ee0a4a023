package io.github.memcachedspring.benchmarks.stampede;

import java.time.Duration;

/**
 * What the callers of a JVM do until they are told otherwise.
 *
 * @param id tells rounds apart; part of the key, so that every round begins cold
 * @param technique what callers do about a missing key
 * @param callers number of threads
 * @param load how long a load takes
 * @param timeToLive how long an entry lives
 * @param duration how long every caller calls again and again, the entry being there at
 * the beginning; zero for one call each, the entry being absent
 */
record Round(int id, Technique technique, int callers, Duration load, Duration timeToLive, Duration duration) {

	static final String COMMAND = "round";

	Round withCallers(int callers) {
		return new Round(this.id, this.technique, callers, this.load, this.timeToLive, this.duration);
	}

	boolean isSteady() {
		return !this.duration.isZero();
	}

	String key() {
		return "hot-" + this.id;
	}

	String toLine() {
		return "%s %d %s %d %d %d %d".formatted(COMMAND, this.id, this.technique, this.callers, this.load.toMillis(),
				this.timeToLive.toMillis(), this.duration.toMillis());
	}

	static Round parse(String line) {
		String[] words = line.split(" ");
		return new Round(Integer.parseInt(words[1]), Technique.valueOf(words[2]), Integer.parseInt(words[3]),
				millis(words[4]), millis(words[5]), millis(words[6]));
	}

	private static Duration millis(String word) {
		return Duration.ofMillis(Long.parseLong(word));
	}

}
