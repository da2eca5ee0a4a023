package io.github.memcachedspring.sample.memcached;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MemcachedExecutableTests {

	@TempDir
	private Path first;

	@TempDir
	private Path second;

	@Test
	void findsTheProgramInTheFirstDirectoryThatHasIt() throws IOException {
		Path program = create(this.second);
		assertThat(MemcachedExecutable.findIn(Stream.of("", this.first.toString(), this.second.toString())))
			.contains(program);
		program = create(this.first);
		assertThat(MemcachedExecutable.findIn(Stream.of(this.first.toString(), this.second.toString())))
			.contains(program);
	}

	@Test
	void findsNothingWhereNothingIs() throws IOException {
		Files.createDirectory(this.first.resolve("memcached"));
		Files.createFile(this.second.resolve("memcached"));
		assertThat(MemcachedExecutable.findIn(Stream.of(this.first.toString(), this.second.toString(), "/no/such")))
			.isEmpty();
	}

	private static Path create(Path directory) throws IOException {
		Path program = Files.createFile(directory.resolve("memcached"));
		assertThat(program.toFile().setExecutable(true)).isTrue();
		return program;
	}

}
