package io.github.memcachedspring.sample.memcached;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.MemcachedNode;

import org.springframework.util.FileSystemUtils;

/**
 * A memcached server of 64 MB that belongs to this application. It listens on the
 * loopback interface only, on a free port it picks itself.
 */
final class LocalMemcached implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private static final Duration START_LIMIT = Duration.ofSeconds(10);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

	private final GuardedProcess process;

	private final MemcachedNode node;

	private final String version;

	private LocalMemcached(GuardedProcess process, int port) throws IOException {
		this.process = process;
		this.node = new MemcachedNode(HOST, port);
		this.version = askVersion(port);
	}

	/**
	 * Starts the server and waits until it answers.
	 * @param executable the program {@code memcached}
	 * @return the running server
	 * @throws LocalMemcachedException if it ends, or does not answer within 10 s
	 */
	static LocalMemcached start(Path executable) {
		try {
			Path directory = Files.createTempDirectory("memcached");
			try {
				return start(executable, directory.resolve("port"));
			}
			finally {
				FileSystemUtils.deleteRecursively(directory);
			}
		}
		catch (IOException ex) {
			throw new LocalMemcachedException("'%s' could not be started: %s".formatted(executable, ex.getMessage()),
					ex);
		}
	}

	private static LocalMemcached start(Path executable, Path portFile) throws IOException {
		GuardedProcess process = GuardedProcess.start(command(executable),
				Map.of("MEMCACHED_PORT_FILENAME", portFile.toString()));
		try {
			return new LocalMemcached(process, awaitPort(process, portFile));
		}
		catch (IOException | RuntimeException ex) {
			process.close();
			throw ex;
		}
	}

	private static List<String> command(Path executable) {
		List<String> command = new ArrayList<>(
				List.of(executable.toString(), "-l", HOST, "-p", "-1", "-U", "0", "-m", "64"));
		if ("root".equals(System.getProperty("user.name"))) {
			// memcached refuses to run as root unless told to, as in containers
			command.addAll(List.of("-u", "root"));
		}
		return command;
	}

	/**
	 * Waits for the file memcached writes when it listens.
	 */
	private static int awaitPort(GuardedProcess process, Path portFile) throws IOException {
		long start = System.nanoTime();
		while (!Files.exists(portFile)) {
			if (!process.isAlive()) {
				throw new IOException("it ended at once, " + process.describeEnd());
			}
			if (System.nanoTime() - start > START_LIMIT.toNanos()) {
				throw new IOException("it opened no port within %d s".formatted(START_LIMIT.toSeconds()));
			}
			pause();
		}
		return parsePort(Files.readString(portFile));
	}

	private static void pause() throws IOException {
		try {
			Thread.sleep(POLL_INTERVAL.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	private static int parsePort(String ports) throws IOException {
		String label = "TCP INET: ";
		return ports.lines()
			.filter((line) -> line.startsWith(label))
			.map((line) -> Integer.valueOf(line.substring(label.length()).strip()))
			.findFirst()
			.orElseThrow(() -> new IOException("it named no TCP port: '%s'".formatted(ports.strip())));
	}

	private static String askVersion(int port) throws IOException {
		int limit = Math.toIntExact(START_LIMIT.toMillis());
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getByName(HOST), port), limit);
			socket.setSoTimeout(limit);
			socket.getOutputStream().write("version\r\n".getBytes(StandardCharsets.US_ASCII));
			String answer = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
			if (answer == null || !answer.startsWith("VERSION ")) {
				throw new IOException("it does not answer as memcached does: '%s'".formatted(answer));
			}
			return answer.substring("VERSION ".length());
		}
	}

	MemcachedNode node() {
		return this.node;
	}

	String version() {
		return this.version;
	}

	@Override
	public void close() {
		this.process.close();
	}

}
