package io.github.memcachedspring.embedded.fault;

import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells for which commands a fault is meant.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Command {

	/**
	 * Returns whether a fault is meant for a command.
	 * @param line the command
	 * @return whether it is
	 */
	boolean matches(CommandLine line);

	/**
	 * Matches all commands.
	 * @return the matcher
	 */
	static Command any() {
		return (line) -> true;
	}

	/**
	 * Matches commands by their name.
	 * @param verbs one or more names, for example {@code mg}; {@code get} is not
	 * {@code gets}
	 * @return the matcher
	 */
	static Command verb(String... verbs) {
		Set<String> names = Set.of(verbs);
		return (line) -> names.contains(line.verb());
	}

	/**
	 * Matches commands of which at least one key begins like that.
	 * @param prefix what the key begins with, one character for each byte
	 * @return the matcher
	 */
	static Command keyStartingWith(String prefix) {
		Objects.requireNonNull(prefix, "'prefix' must not be null");
		return (line) -> line.keys().stream().anyMatch((key) -> key.startsWith(prefix));
	}

	/**
	 * Matches the commands of one connection.
	 * @param number the number of the connection, counted from 1 in the order of arrival
	 * @return the matcher
	 */
	static Command onConnection(int number) {
		return (line) -> line.connection() == number;
	}

	/**
	 * Matches commands by their line.
	 * @param predicate is given the line without its line break
	 * @return the matcher
	 */
	static Command line(Predicate<String> predicate) {
		Objects.requireNonNull(predicate, "'predicate' must not be null");
		return (line) -> predicate.test(line.text());
	}

	/**
	 * Matches what both match.
	 * @param other the other
	 * @return the matcher
	 */
	default Command and(Command other) {
		return (line) -> matches(line) && other.matches(line);
	}

	/**
	 * Matches what this one does not.
	 * @return the matcher
	 */
	default Command negate() {
		return (line) -> !matches(line);
	}

}
