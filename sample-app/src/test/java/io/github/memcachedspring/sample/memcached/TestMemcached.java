package io.github.memcachedspring.sample.memcached;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.MemcachedNode;
import org.awaitility.Awaitility;

/**
 * A memcached for tests of other packages, which may ask for a password.
 */
public final class TestMemcached implements AutoCloseable {

	private final GuardedProcess process;

	private final MemcachedNode node;

	private TestMemcached(GuardedProcess process, Path portFile) {
		this.process = process;
		Awaitility.await().until(() -> Files.exists(portFile));
		this.node = new MemcachedNode("127.0.0.1", port(portFile));
	}

	/**
	 * Starts a server.
	 * @param directory an empty directory
	 * @param user who may use it, or {@code null} for everybody
	 * @param password the user's password
	 */
	public static TestMemcached start(Path directory, String user, String password) throws IOException {
		List<String> command = new ArrayList<>(List.of(MemcachedExecutable.find().orElseThrow().toString(), "-l",
				"127.0.0.1", "-p", "-1", "-U", "0", "-u", System.getProperty("user.name")));
		if (user != null) {
			Path users = Files.writeString(directory.resolve("users"), user + ":" + password + "\n");
			command.addAll(List.of("-Y", users.toString()));
		}
		Path portFile = directory.resolve("port");
		return new TestMemcached(GuardedProcess.start(command, Map.of("MEMCACHED_PORT_FILENAME", portFile.toString())),
				portFile);
	}

	private static int port(Path portFile) {
		try {
			String[] words = Files.readString(portFile).strip().split("\\s+");
			return Integer.parseInt(words[2]);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public MemcachedNode node() {
		return this.node;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
