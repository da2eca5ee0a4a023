package io.github.memcachedspring.benchmarks.stampede;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Options of {@link StampedeRun}.
 *
 * @param parts what to run
 * @param jvms number of JVMs
 * @param callers number of callers in each JVM
 * @param steady how long callers call for an entry that expires now and then
 */
record StampedeOptions(Set<Part> parts, int jvms, int callers, Duration steady) {

	private static final String JVMS = "--jvms=";

	private static final String CALLERS = "--callers=";

	private static final String SECONDS = "--seconds=";

	static StampedeOptions parse(String[] arguments) {
		StampedeOptions options = new StampedeOptions(EnumSet.noneOf(Part.class), 3, 200, Duration.ofSeconds(20));
		for (String argument : arguments) {
			options = options.with(argument);
		}
		return (options.parts.isEmpty()) ? options.withParts(EnumSet.allOf(Part.class)) : options;
	}

	private StampedeOptions with(String argument) {
		if (argument.startsWith(JVMS)) {
			return new StampedeOptions(this.parts, number(argument, JVMS, 2), this.callers, this.steady);
		}
		if (argument.startsWith(CALLERS)) {
			return new StampedeOptions(this.parts, this.jvms, number(argument, CALLERS, 1), this.steady);
		}
		if (argument.startsWith(SECONDS)) {
			return new StampedeOptions(this.parts, this.jvms, this.callers,
					Duration.ofSeconds(number(argument, SECONDS, 1)));
		}
		Set<Part> more = EnumSet.of(Part.of(argument));
		more.addAll(this.parts);
		return withParts(more);
	}

	private StampedeOptions withParts(Set<Part> parts) {
		return new StampedeOptions(parts, this.jvms, this.callers, this.steady);
	}

	boolean includes(Part part) {
		return this.parts.contains(part);
	}

	private static int number(String argument, String name, int least) {
		int number = Integer.parseInt(argument.substring(name.length()));
		if (number < least) {
			throw new IllegalArgumentException(
					"'%s' must be at least %d: '%s'".formatted(name.substring(0, name.length() - 1), least, argument));
		}
		return number;
	}

}
