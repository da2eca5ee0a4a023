package io.github.memcachedspring.test;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * One run of memcached, guarded by a shell that waits for the end of its own input: the
 * operating system closes that when the JVM is gone, even if it was killed.
 */
final class MemcachedProcess {

	/** Lets memcached choose, so that no other process can take the port in between. */
	static final int ANY_PORT = -1;

	static final @Nullable Path BINARY = find();

	private static final String GUARD = """
			trap '' HUP INT TERM
			"$@" </dev/null >&2 &
			child=$!
			echo $child
			cat >/dev/null
			kill -9 $child
			wait $child
			""";

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final Process guard;

	private final ProcessHandle memcached;

	private final int port;

	private MemcachedProcess(Process guard, ProcessHandle memcached, int port) {
		this.guard = guard;
		this.memcached = memcached;
		this.port = port;
	}

	static MemcachedProcess start(List<String> arguments, int port) {
		long giveUp = System.nanoTime() + PATIENCE_NANOS;
		while (true) {
			try {
				return tryToStart(arguments, port);
			}
			catch (IOException ex) {
				if (port == ANY_PORT || System.nanoTime() > giveUp) {
					throw new UncheckedIOException(ex);
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			}
		}
	}

	private static MemcachedProcess tryToStart(List<String> arguments, int port) throws IOException {
		Path directory = Files.createTempDirectory("memcached");
		Path portFile = directory.resolve("port");
		Path log = directory.resolve("log");
		Path sasl = directory.resolve("memcached.conf");
		try {
			ProcessBuilder builder = new ProcessBuilder(commandLine(arguments, port));
			builder.environment().put("MEMCACHED_PORT_FILENAME", portFile.toString());
			if (arguments.contains("-S")) {
				Files.writeString(sasl, "mech_list: plain\n");
				builder.environment().put("SASL_CONF_PATH", directory.toString());
			}
			Process guard = builder.redirectError(log.toFile()).start();
			BufferedReader output = guard.inputReader();
			ProcessHandle memcached = ProcessHandle.of(Long.parseLong(output.readLine())).orElse(null);
			await(() -> Files.exists(portFile) || memcached == null || !memcached.isAlive());
			if (memcached == null || !Files.exists(portFile)) {
				stop(guard);
				throw new IOException("Memcached did not start: " + Files.readString(log).strip());
			}
			return new MemcachedProcess(guard, memcached, readPort(portFile));
		}
		finally {
			delete(portFile, log, sasl, directory);
		}
	}

	private static List<String> commandLine(List<String> arguments, int port) {
		List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "sh", String.valueOf(BINARY)));
		command.addAll(List.of("-l", "127.0.0.1", "-U", "0", "-p", String.valueOf(port)));
		if ("root".equals(System.getProperty("user.name"))) {
			command.addAll(List.of("-u", "root"));
		}
		command.addAll(arguments);
		return command;
	}

	private static int readPort(Path portFile) throws IOException {
		String line = Files.readAllLines(portFile).get(0);
		return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
	}

	private static void delete(Path... paths) throws IOException {
		for (Path path : paths) {
			Files.deleteIfExists(path);
		}
	}

	int port() {
		return this.port;
	}

	boolean isAlive() {
		return this.memcached.isAlive();
	}

	/** Ends with the guard, which has waited for its child then. */
	void kill() {
		this.memcached.destroyForcibly();
		stop(this.guard);
	}

	private static void stop(Process guard) {
		try {
			guard.getOutputStream().close();
			guard.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void signal(String name) {
		try {
			String script = "kill -%s %d".formatted(name, this.memcached.pid());
			int exit = new ProcessBuilder("sh", "-c", script).redirectError(Redirect.DISCARD).start().waitFor();
			if (exit != 0) {
				throw new IllegalStateException("Memcached is not running; 'restart()' it first");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A signal is taken by each thread on its next way out of the kernel, not at once.
	 */
	void awaitStopped() {
		Path tasks = Path.of("/proc", String.valueOf(this.memcached.pid()), "task");
		if (Files.isDirectory(tasks)) {
			await(() -> allStopped(tasks));
		}
	}

	private static boolean allStopped(Path tasks) {
		try (Stream<Path> threads = Files.list(tasks)) {
			return threads.allMatch((thread) -> {
				try {
					return Files.readString(thread.resolve("stat")).contains(") T ");
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void await(BooleanSupplier condition) {
		long giveUp = System.nanoTime() + PATIENCE_NANOS;
		while (!condition.getAsBoolean() && System.nanoTime() < giveUp) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
		}
	}

	private static @Nullable Path find() {
		String path = System.getenv().getOrDefault("PATH", "");
		List<String> usual = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin");
		return Stream.concat(Stream.of(path.split(File.pathSeparator)), usual.stream())
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, "memcached"))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

}
