package io.github.memcachedspring.benchmarks.stampede;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a JVM tells the one that started it what happens: a line for each event, with the
 * round it belongs to.
 */
final class Report {

	private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false,
			StandardCharsets.US_ASCII);

	/** Sends an event at once. */
	synchronized void event(Round round, Event.Kind kind, long... numbers) {
		write(round, kind, numbers);
		this.out.flush();
	}

	/** Sends many events; flushed with the next one of the other sort. */
	synchronized void write(Round round, Event.Kind kind, long... numbers) {
		StringBuilder line = new StringBuilder(kind.name()).append(' ').append(round.id());
		for (long number : numbers) {
			line.append(' ').append(number);
		}
		this.out.println(line);
	}

}
