package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of ASCII authentication.
 */
class AuthenticationTests {

	/** Each command is answered before the next is sent. */
	private static final List<List<String>> CONVERSATIONS = List.of(List.of("get a", "mn", "version", "quit", "", "foo",
			"set k 0 0 3\r\nu p", "get a", "set k 0 0 3\r\nu x", "get k"),
			List.of("set k 0 0 3\r\nu x", "version", "set k 0 0 3\r\nu p", "version"),
			List.of("set k 0 0 3\r\nU p", "set k 0 0 2\r\nup", "set k 0 0 1\r\nu", "set k 0 0 0\r\n",
					"set k 0 0 2\r\nu ", "set k 0 0 5\r\nu:p x", "set k 0 0 5\r\nu\tp x", "version"),
			List.of("set k 0 0 5\r\nu p q", "version"), List.of("set k 0 0 4\r\n u p", "version"),
			List.of("set k 0 0 4\r\nu  p", "version"), List.of("set k 0 0 6\r\nu p\\x00xx", "version"),
			List.of("set k 0 0 3\r\nu\\x00p", "version"), List.of("set k x x 3 noreply\r\nu p", "version"),
			List.of("set k 0 0 3 1 2 3 4\r\nu p", "version"),
			List.of("set", "set k", "set k 0 0", "add k 0 0 1", "version"),
			List.of("set k 0 0 -1", "set k 0 0 x", "version"), List.of("set  k  0  0  3\r\nu p", "version"),
			List.of("set k 0 0 16382\r\nu p" + " ".repeat(16_379), "version"),
			List.of("set " + "k".repeat(300) + " 0 0 3\r\nu p", "version"));

	@Test
	void authenticatesAsMemcachedDoes(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("users"), "u:p\n");
		// The process gives up its rights before it reads the file.
		directory.toFile().setExecutable(true, false);
		file.toFile().setReadable(true, false);
		try (ComparedServers servers = ComparedServers.start(EmbeddedMemcached.builder().credentials("u", "p"), "-Y",
				file.toString())) {
			assumeThat(talk(servers.realPort(), List.of("mn")))
				.as("newer servers (1.6.45) close connections for some commands")
				.doesNotContain("");
			for (List<String> conversation : CONVERSATIONS) {
				assertThat(talk(servers.embeddedPort(), conversation)).as("%s", conversation)
					.isEqualTo(talk(servers.realPort(), conversation));
			}
		}
	}

	private static List<String> talk(int port, List<String> conversation) throws IOException {
		List<String> answers = new ArrayList<>();
		try (Wire wire = new Wire(port)) {
			for (String command : conversation) {
				answers.add(wire.ask(Escapes.unescape(command) + "\r\n").replaceAll("^VERSION .*", "VERSION"));
			}
		}
		return answers;
	}

	@Test
	void needsNoMoreOnceAuthenticated() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.builder().credentials("name", "secret").start();
				Wire wire = new Wire(memcached.port());
				Wire other = new Wire(memcached.port())) {
			assertThat(wire.ask("set auth 0 0 11\r\nname secret\r\n")).isEqualTo("STORED\r\n");
			assertThat(wire.ask("mg auth\r\n")).isEqualTo("EN\r\n");
			assertThat(other.ask("mg auth\r\n")).isEqualTo("CLIENT_ERROR unauthenticated\r\n");
		}
	}

	@Test
	void closesConnectionOfEndlessCredentials() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.builder().credentials("u", "p").start();
				Wire wire = new Wire(memcached.port())) {
			wire.send("set auth 0 0 16383\r\n");
			assertThat(wire.readToEnd()).isEmpty();
		}
	}

	@Test
	void refusesCredentialsThatNobodyCouldGive() {
		EmbeddedMemcached.Builder builder = EmbeddedMemcached.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.credentials("", "p"))
			.withMessageContaining("'username'");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.credentials("u", "p q"))
			.withMessageContaining("'password'");
	}

}
