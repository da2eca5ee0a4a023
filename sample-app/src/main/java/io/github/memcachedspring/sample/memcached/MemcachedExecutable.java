package io.github.memcachedspring.sample.memcached;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the program {@code memcached}.
 */
final class MemcachedExecutable {

	/**
	 * Where the packages of Linux distributions and Homebrew put it, often not on the
	 * {@code PATH} of an IDE.
	 */
	private static final List<String> USUAL_PLACES = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin",
			"/opt/homebrew/bin");

	private static final List<String> NAMES = List.of("memcached", "memcached.exe");

	private MemcachedExecutable() {
	}

	/**
	 * Looks on the {@code PATH} first, then in the usual places.
	 * @return the program, or empty if there is none
	 */
	static Optional<Path> find() {
		Stream<String> path = split(System.getenv().getOrDefault("PATH", ""));
		return findIn(Stream.concat(path, USUAL_PLACES.stream()));
	}

	static Optional<Path> findIn(Stream<String> directories) {
		return directories.filter((directory) -> !directory.isBlank())
			.flatMap((directory) -> NAMES.stream().map((name) -> Path.of(directory, name)))
			.filter((file) -> Files.isRegularFile(file) && Files.isExecutable(file))
			.findFirst();
	}

	private static Stream<String> split(String path) {
		return Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(path);
	}

}
