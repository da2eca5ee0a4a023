package io.github.memcachedspring.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * A real memcached on a free port, to compare with. It ends with this object, and with
 * the JVM whatever way that ends.
 */
public final class RealMemcached implements AutoCloseable {

	/** Lets memcached choose, so that no other process can take the port in between. */
	private static final String ANY_PORT = "-1";

	/** The system closes the input of the guard when the JVM is gone. */
	private static final String GUARD = """
			"$@" </dev/null >&2 &
			echo started
			cat >/dev/null
			kill -9 $!
			wait $!
			""";

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final AtomicBoolean TOLD = new AtomicBoolean();

	private final Process guard;

	private final int port;

	private RealMemcached(Process guard, int port) {
		this.guard = guard;
		this.port = port;
	}

	/**
	 * Starts a server and waits until it accepts connections.
	 * @param arguments further command line arguments, each word by itself
	 * @return the server
	 * @throws TestAbortedException if memcached is not installed
	 * @throws AssertionError if memcached is not installed and the environment variable
	 * {@code CI} is {@code true}
	 */
	public static RealMemcached start(String... arguments) {
		Path binary = find();
		try {
			Path directory = Files.createTempDirectory("memcached");
			Path portFile = directory.resolve("port");
			try {
				return start(commandLine(binary, arguments), portFile);
			}
			finally {
				Files.deleteIfExists(portFile);
				Files.delete(directory);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RealMemcached start(List<String> commandLine, Path portFile) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(commandLine).redirectError(ProcessBuilder.Redirect.DISCARD);
		builder.environment().put("MEMCACHED_PORT_FILENAME", portFile.toString());
		Process guard = builder.start();
		BufferedReader output = guard.inputReader();
		output.readLine();
		long giveUp = System.nanoTime() + PATIENCE_NANOS;
		while (!Files.exists(portFile)) {
			if (System.nanoTime() - giveUp > 0) {
				guard.getOutputStream().close();
				throw new IOException("Memcached did not start: " + commandLine);
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
		}
		String line = Files.readAllLines(portFile).get(0);
		return new RealMemcached(guard, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
	}

	private static List<String> commandLine(Path binary, String... arguments) {
		List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "sh", binary.toString()));
		command.addAll(List.of("-l", "127.0.0.1", "-U", "0", "-p", ANY_PORT));
		if ("root".equals(System.getProperty("user.name"))) {
			command.addAll(List.of("-u", "root"));
		}
		command.addAll(List.of(arguments));
		return command;
	}

	private static Path find() {
		String path = System.getenv().getOrDefault("PATH", "");
		List<String> usual = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin");
		return Stream.concat(Stream.of(path.split(File.pathSeparator)), usual.stream())
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, "memcached"))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(RealMemcached::missing);
	}

	private static RuntimeException missing() {
		RuntimeException skip = missing("true".equals(System.getenv("CI")));
		if (TOLD.compareAndSet(false, true)) {
			System.err.println("Tests against a real memcached are skipped. " + skip.getMessage());
		}
		return skip;
	}

	/** Throws or returns what keeps a test from running without memcached. */
	static RuntimeException missing(boolean required) {
		String reason = "No 'memcached' in PATH, /usr/sbin, /usr/local/bin or /opt/homebrew/bin; "
				+ "try 'apt-get install memcached' or 'brew install memcached'";
		if (required) {
			throw new AssertionError(reason);
		}
		return new TestAbortedException(reason);
	}

	/**
	 * Returns the port.
	 * @return the TCP port on the loopback interface
	 */
	public int port() {
		return this.port;
	}

	/** Kills the server; returns when it is gone. */
	@Override
	public void close() {
		try {
			this.guard.getOutputStream().close();
			this.guard.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
