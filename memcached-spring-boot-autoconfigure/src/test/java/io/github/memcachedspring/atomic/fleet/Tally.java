package io.github.memcachedspring.atomic.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.memcachedspring.atomic.history.Effect;
import io.github.memcachedspring.atomic.history.Operation;

/**
 * What came of the counts of one thread. Written as lines for another JVM.
 */
final class Tally {

	private static final String HEAD = "tally ";

	private static final String OPERATION = "operation ";

	private static final String END = "end";

	private final List<Operation> operations = new ArrayList<>();

	private int conflicts;

	private int failures;

	private long attempts;

	void ok(Effect effect, long begin, int attempts) {
		this.operations.add(new Operation(effect, begin, System.nanoTime()));
		this.attempts += attempts;
	}

	void unknown(Effect effect, long begin, int attempts) {
		this.operations.add(new Operation(effect, begin, Operation.NEVER));
		this.attempts += attempts;
	}

	void conflict(int attempts) {
		this.conflicts++;
		this.attempts += attempts;
	}

	/** It was certainly not counted. */
	void failed() {
		this.failures++;
	}

	List<Operation> operations() {
		return this.operations;
	}

	int conflicts() {
		return this.conflicts;
	}

	int failures() {
		return this.failures;
	}

	long attempts() {
		return this.attempts;
	}

	void write(Consumer<String> lines) {
		lines.accept(HEAD + this.conflicts + " " + this.failures + " " + this.attempts);
		this.operations.forEach((operation) -> lines.accept(OPERATION + operation.toText()));
		lines.accept(END);
	}

	static Tally read(Supplier<String> lines) {
		Tally tally = new Tally();
		for (String line = lines.get(); !line.equals(END); line = lines.get()) {
			if (line.startsWith(HEAD)) {
				String[] words = line.split(" ");
				tally.conflicts = Integer.parseInt(words[1]);
				tally.failures = Integer.parseInt(words[2]);
				tally.attempts = Long.parseLong(words[3]);
			}
			else if (line.startsWith(OPERATION)) {
				tally.operations.add(Operation.parse(line.substring(OPERATION.length())));
			}
		}
		return tally;
	}

}
