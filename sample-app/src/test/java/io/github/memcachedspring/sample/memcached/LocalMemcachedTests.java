package io.github.memcachedspring.sample.memcached;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class LocalMemcachedTests {

	@Test
	@NeedsMemcached
	void answersOnTheLoopbackInterfaceUntilItIsClosed() throws IOException {
		LocalMemcached memcached = LocalMemcached.start(executable());
		assertThat(memcached.node().host()).isEqualTo("127.0.0.1");
		assertThat(memcached.version()).startsWith("1.");
		assertThat(isListening(memcached.node().port())).isTrue();
		memcached.close();
		assertThat(isListening(memcached.node().port())).isFalse();
	}

	@Test
	@NeedsMemcached
	void startsTwoSideBySide() {
		try (LocalMemcached one = LocalMemcached.start(executable());
				LocalMemcached two = LocalMemcached.start(executable())) {
			assertThat(one.node()).isNotEqualTo(two.node());
		}
	}

	@Test
	@NeedsMemcached
	void isGoneWhenTheJvmWasKilled() throws IOException, InterruptedException {
		Process jvm = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), MemcachedKeeper.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(jvm.getInputStream(), StandardCharsets.US_ASCII))) {
			int port = Integer.parseInt(output.readLine());
			assertThat(isListening(port)).isTrue();
			jvm.destroyForcibly().waitFor();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !isListening(port));
		}
		finally {
			jvm.destroyForcibly();
		}
	}

	@Test
	void saysWhatTheProgramSaidWhenItEndsAtOnce(@TempDir Path directory) throws IOException {
		Path program = script(directory, "echo 'no memory left'; exit 71");
		assertThatExceptionOfType(LocalMemcachedException.class).isThrownBy(() -> LocalMemcached.start(program))
			.withMessage("'%s' could not be started: it ended at once, code 71, output: 'no memory left'", program);
	}

	@Test
	void refusesAServerThatIsNotMemcached(@TempDir Path directory) throws IOException {
		Path program = script(directory, "echo nothing > $MEMCACHED_PORT_FILENAME; cat");
		assertThatExceptionOfType(LocalMemcachedException.class).isThrownBy(() -> LocalMemcached.start(program))
			.withMessageContaining("it named no TCP port: 'nothing'");
	}

	@Test
	void saysThatThereIsNoSuchProgram() {
		assertThatExceptionOfType(LocalMemcachedException.class)
			.isThrownBy(() -> LocalMemcached.start(Path.of("/no/such/memcached")))
			.withMessageStartingWith("'/no/such/memcached' could not be started: ");
	}

	private static Path executable() {
		return MemcachedExecutable.find().orElseThrow();
	}

	private static Path script(Path directory, String commands) throws IOException {
		Path script = Files.writeString(directory.resolve("memcached"), "#!/bin/sh\n" + commands + "\n");
		assertThat(script.toFile().setExecutable(true)).isTrue();
		return script;
	}

	private static boolean isListening(int port) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			return socket.isConnected();
		}
		catch (ConnectException ex) {
			return false;
		}
	}

}
