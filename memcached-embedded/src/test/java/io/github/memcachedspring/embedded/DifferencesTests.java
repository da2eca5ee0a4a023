package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the table of differences true: what it lists is so, and all of it is in the
 * README.
 */
class DifferencesTests {

	@Test
	void differsFromMemcachedAsListed() throws IOException {
		for (Difference difference : Difference.ALL) {
			if (!difference.sent().isEmpty()) {
				try (ComparedServers servers = ComparedServers.start(EmbeddedMemcached.builder())) {
					assertThat(last(servers.embeddedPort(), difference.sent())).as(difference.name())
						.isEqualTo(difference.embedded())
						.doesNotMatch(Pattern.compile(difference.memcached(), Pattern.DOTALL));
					assertThat(last(servers.realPort(), difference.sent())).as(difference.name())
						.matches(Pattern.compile(difference.memcached(), Pattern.DOTALL));
				}
			}
		}
	}

	/** Ends with a connection that is closed, or with silence after the last reply. */
	private static String last(int port, List<String> batches) throws IOException {
		String received = "";
		try (Wire wire = new Wire(port)) {
			for (String batch : batches) {
				wire.send(batch);
				received = wire.readUntilSilence();
			}
		}
		return received;
	}

	@Test
	void listsAllDifferencesInReadme() throws IOException {
		List<String> rows = Files.readAllLines(Path.of("README.md"))
			.stream()
			.dropWhile((line) -> !line.startsWith("| difference |"))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.map((line) -> line.split(" \\| ")[0].substring(2))
			.toList();
		assertThat(rows).containsExactlyElementsOf(Difference.ALL.stream().map(Difference::name).toList());
	}

}
