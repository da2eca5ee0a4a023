package io.github.memcachedspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.memcachedspring.client.MemcachedNode;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.opentest4j.TestAbortedException;

import org.springframework.util.Assert;

/**
 * A memcached on a free port of the loopback interface. It is a real one that ends with
 * this object, and with the JVM whatever way that ends; if the system property
 * {@value #KIND} is {@code embedded}, it is the one of the module
 * {@code memcached-embedded}.
 *
 * <p>
 * Tests of one class share a server through {@link MemcachedServerExtension} and keep
 * apart by names of their own; a test that disturbs its server starts one itself, in a
 * {@code try} statement. Tests with the tag {@value #CONTRACT} are run against both
 * servers by the build; the others may rely on the real one.
 *
 * @since 0.1.0
 */
public final class MemcachedServer implements AutoCloseable {

	/** Tag of tests that have to pass whichever the server is. */
	public static final String CONTRACT = "contract";

	private static final String KIND = "test.server";

	private static final AtomicBoolean SAID = new AtomicBoolean();

	private final TestServer server;

	private final MemcachedNode node;

	private final ReservedPort reservedPort;

	private MemcachedServer(TestServer server) {
		this.server = server;
		this.node = new MemcachedNode("127.0.0.1", server.port());
		this.reservedPort = new ReservedPort(server.port());
	}

	/**
	 * Starts a server and waits until it accepts connections.
	 * @param arguments further command line arguments, for example {@code -I 2m}, each
	 * word by itself; not for tests of the contract
	 * @return the server
	 * @throws TestAbortedException if memcached is not installed
	 * @throws AssertionError if memcached is not installed and the environment variable
	 * {@code CI} is {@code true}
	 */
	public static MemcachedServer start(String... arguments) {
		if (isEmbedded()) {
			Assert.isTrue(arguments.length == 0, "The embedded server has no command line");
			return new MemcachedServer(new EmbeddedServer());
		}
		if (!isAvailable()) {
			throw missing();
		}
		return new MemcachedServer(new RealServer(List.of(arguments)));
	}

	private static boolean isEmbedded() {
		return "embedded".equals(System.getProperty(KIND));
	}

	/**
	 * Returns whether memcached is installed.
	 * @return whether a real server can be started
	 */
	public static boolean isAvailable() {
		return MemcachedProcess.BINARY != null;
	}

	/**
	 * Returns whether tests can run. For extensions, which must not wait for a start to
	 * fail: JUnit would ask other extensions to undo what they have not begun.
	 * @return disabled if memcached is needed and not installed
	 * @throws AssertionError if it is not installed and the environment variable
	 * {@code CI} is {@code true}
	 */
	public static ConditionEvaluationResult condition() {
		return (isEmbedded() || isAvailable()) ? ConditionEvaluationResult.enabled("There is a server")
				: ConditionEvaluationResult.disabled(missing().getMessage());
	}

	/** Says once for all tests what is not tested. */
	private static RuntimeException missing() {
		RuntimeException skip = missing("true".equals(System.getenv("CI")));
		if (SAID.compareAndSet(false, true)) {
			System.err.println("Only the contract is tested, against the embedded server; all other tests that "
					+ "need a memcached are skipped. " + skip.getMessage());
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

	/**
	 * Kills the server; returns when it is gone. Does nothing if it is gone already. Its
	 * port is kept for a {@link #restart()} until this object is closed.
	 */
	public void kill() {
		this.server.kill();
		this.reservedPort.reserve();
	}

	/** Kills the server if it still runs, and starts an empty one on the same port. */
	public void restart() {
		kill();
		this.server.restart();
		this.reservedPort.release();
	}

	/**
	 * Stops the server in its tracks: connections are accepted by the operating system
	 * but nothing is answered.
	 */
	public void pause() {
		this.server.pause();
	}

	/** Lets a paused server go on with what has been sent to it meanwhile. */
	public void resume() {
		this.server.resume();
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
		this.server.kill();
		this.reservedPort.release();
	}

}
