package io.github.memcachedspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.opentest4j.TestAbortedException;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * A real memcached on a free port of the loopback interface. It ends with this object,
 * and with the JVM whatever way that ends.
 *
 * <p>
 * Tests of one class share a server through {@link MemcachedServerExtension} and keep
 * apart by names of their own; a test that disturbs its server starts one itself, in a
 * {@code try} statement.
 *
 * @since 0.1.0
 */
public final class MemcachedServer implements AutoCloseable {

	private final List<String> arguments;

	private final MemcachedNode node;

	private volatile MemcachedProcess process;

	private MemcachedServer(List<String> arguments) {
		this.arguments = arguments;
		this.process = MemcachedProcess.start(arguments, MemcachedProcess.ANY_PORT);
		this.node = new MemcachedNode("127.0.0.1", this.process.port());
	}

	/**
	 * Starts a server and waits until it accepts connections.
	 * @param arguments further command line arguments, for example {@code -I 2m}, each
	 * word by itself
	 * @return the server
	 * @throws TestAbortedException if memcached is not installed
	 * @throws AssertionError if memcached is not installed and the environment variable
	 * {@code CI} is {@code true}
	 */
	public static MemcachedServer start(String... arguments) {
		if (!isAvailable()) {
			throw missing();
		}
		return new MemcachedServer(List.of(arguments));
	}

	/**
	 * Returns whether memcached is installed.
	 * @return whether a server can be started
	 */
	public static boolean isAvailable() {
		return MemcachedProcess.BINARY != null;
	}

	private static RuntimeException missing() {
		RuntimeException skip = missing("true".equals(System.getenv("CI")));
		System.err.println("Test skipped. " + skip.getMessage());
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
	 * Returns the port, which stays the same after a {@link #restart()}.
	 * @return the TCP port
	 */
	public int port() {
		return this.node.port();
	}

	/**
	 * Returns the address.
	 * @return the address as clients are given it
	 */
	public MemcachedNode node() {
		return this.node;
	}

	/** Kills the server; returns when it is gone. Does nothing if it is gone already. */
	public void kill() {
		this.process.kill();
	}

	/** Kills the server if it still runs, and starts an empty one on the same port. */
	public void restart() {
		kill();
		this.process = MemcachedProcess.start(this.arguments, port());
	}

	/**
	 * Stops the server in its tracks: connections are accepted by the operating system
	 * but nothing is answered.
	 */
	public void pause() {
		this.process.signal("STOP");
		this.process.awaitStopped();
	}

	/** Lets a paused server go on with what has been sent to it meanwhile. */
	public void resume() {
		this.process.signal("CONT");
	}

	/**
	 * Sends text on a connection of its own and returns all that is answered.
	 * @param line one or more lines, without the last line break
	 * @return the answer without its last line break
	 */
	public String command(String line) {
		try {
			return TextExchange.exchange(port(), line);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the general statistics.
	 * @return names and values as the server gives them
	 */
	public Map<String, String> stats() {
		Map<String, String> stats = new TreeMap<>();
		command("stats").lines().filter((line) -> line.startsWith("STAT ")).forEach((line) -> {
			String[] parts = line.split(" ", 3);
			stats.put(parts[1], parts[2]);
		});
		return stats;
	}

	/**
	 * Returns one of the general statistics that is a number.
	 * @param name the name, for example {@code cmd_get}
	 * @return the value
	 */
	public long stat(String name) {
		String value = stats().get(name);
		if (value == null) {
			throw new IllegalArgumentException("Memcached has no statistic '%s'".formatted(name));
		}
		return Long.parseLong(value);
	}

	/**
	 * Removes all items. Counted in whole seconds by the server, so that items stored
	 * within the same second may go too: prefer names of your own to flushing.
	 */
	public void flushAll() {
		command("flush_all");
	}

	@Override
	public void close() {
		kill();
	}

}
