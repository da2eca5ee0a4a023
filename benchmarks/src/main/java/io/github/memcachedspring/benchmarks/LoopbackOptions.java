package io.github.memcachedspring.benchmarks;

import java.time.Duration;

/**
 * Options of {@link LoopbackRun}.
 *
 * @param rounds number of rounds
 * @param slice how long a contender runs in a round
 * @param printOnly whether to leave the bar out of account
 */
record LoopbackOptions(int rounds, Duration slice, boolean printOnly) {

	private static final String ROUNDS = "--rounds=";

	private static final String SLICE = "--slice-millis=";

	static LoopbackOptions parse(String[] arguments) {
		LoopbackOptions options = new LoopbackOptions(41, Duration.ofMillis(250), false);
		for (String argument : arguments) {
			options = options.with(argument);
		}
		return options;
	}

	private LoopbackOptions with(String argument) {
		if (argument.equals("--print-only")) {
			return new LoopbackOptions(this.rounds, this.slice, true);
		}
		if (argument.startsWith(ROUNDS)) {
			return new LoopbackOptions(number(argument, ROUNDS), this.slice, this.printOnly);
		}
		if (argument.startsWith(SLICE)) {
			return new LoopbackOptions(this.rounds, Duration.ofMillis(number(argument, SLICE)), this.printOnly);
		}
		throw new IllegalArgumentException("Unknown option '%s'".formatted(argument));
	}

	private static int number(String argument, String name) {
		return Integer.parseInt(argument.substring(name.length()));
	}

}
