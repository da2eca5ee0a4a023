package io.github.memcachedspring.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs libmemcached's conformance tests of the text protocol.
 */
class MemccapableTests {

	@Test
	void passesWhatMemcachedPasses() throws IOException {
		Path program = find();
		List<String> passed;
		try (RealMemcached real = RealMemcached.start()) {
			passed = passed(program, real.port());
		}
		assertThat(passed).hasSizeGreaterThan(20);
		try (EmbeddedMemcached embedded = EmbeddedMemcached.start()) {
			assertThat(passed(program, embedded.port())).containsAll(passed);
		}
		System.out.printf("Passed the %d ASCII tests of %s that memcached passes%n", passed.size(),
				program.getFileName());
	}

	private static List<String> passed(Path program, int port) throws IOException {
		Process process = new ProcessBuilder(program.toString(), "-a", "-t", "10", "-h", "127.0.0.1", "-p",
				String.valueOf(port))
			.redirectErrorStream(true)
			.start();
		try (BufferedReader output = process.inputReader()) {
			return output.lines()
				.filter((line) -> line.contains("[pass]"))
				.map((line) -> line.substring(0, line.indexOf("[")).trim())
				// What the program says of a surprise tears the line in two.
				.filter((name) -> !name.isEmpty())
				.toList();
		}
	}

	/** Debian renames what libmemcached calls memcapable. */
	private static Path find() {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.flatMap((directory) -> Stream.of(Path.of(directory, "memccapable"), Path.of(directory, "memcapable")))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(MemccapableTests::missing);
	}

	private static RuntimeException missing() {
		String reason = "No 'memccapable' or 'memcapable' on the PATH; try 'apt-get install libmemcached-tools'";
		if ("true".equals(System.getenv("CI"))) {
			throw new AssertionError(reason);
		}
		return new TestAbortedException(reason);
	}

}
