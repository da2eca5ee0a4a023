package io.github.memcachedspring.sample.memcached;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that has nothing to save and does not outlive this JVM. A shell stands
 * between the two and reads a pipe that only this JVM holds open; when it ends, even
 * because the JVM was killed, the shell ends the process. Where there is no
 * {@code /bin/sh} (Windows) the process is ended by {@link #close()} only.
 */
final class GuardedProcess implements AutoCloseable {

	private static final Path SHELL = Path.of("/bin/sh");

	/**
	 * Ctrl+C in a terminal reaches all processes of the application. The guard ignores
	 * it, and 'setsid', where it exists, hides the process from it, so that the
	 * application can stop in order before the process does.
	 */
	private static final String GUARD = """
			trap '' INT HUP
			exec 3<&0
			$(command -v setsid) "$@" </dev/null 3<&- &
			guarded=$!
			{ cat; kill -9 $guarded; } <&3 >/dev/null 2>&1 &
			wait $guarded
			""";

	private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

	private final Process process;

	private final boolean guarded;

	private GuardedProcess(Process process, boolean guarded) {
		this.process = process;
		this.guarded = guarded;
	}

	/**
	 * Starts a process.
	 * @param command the program and its arguments
	 * @param environment variables to add to those of this JVM
	 * @return the running process
	 * @throws IOException if it cannot be started
	 */
	static GuardedProcess start(List<String> command, Map<String, String> environment) throws IOException {
		List<String> guard = Files.isExecutable(SHELL) ? List.of(SHELL.toString(), "-c", GUARD, "guard") : List.of();
		ProcessBuilder builder = new ProcessBuilder(Stream.concat(guard.stream(), command.stream()).toList());
		builder.environment().putAll(environment);
		return new GuardedProcess(builder.redirectErrorStream(true).start(), !guard.isEmpty());
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Describes how the process ended, to be asked when it is not alive any more.
	 * @return its exit code and all it printed
	 * @throws IOException if its output cannot be read
	 */
	String describeEnd() throws IOException {
		String output = new String(this.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return "code %d, output: '%s'".formatted(this.process.exitValue(), output.strip());
	}

	/**
	 * Kills the process and waits until it is gone, at most 5 s.
	 */
	@Override
	public void close() {
		try {
			// What the guard waits for; without a guard it changes nothing.
			this.process.getOutputStream().close();
			if (!this.guarded) {
				this.process.destroyForcibly();
			}
			if (!this.process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
				kill();
			}
		}
		catch (IOException ex) {
			kill();
		}
		catch (InterruptedException ex) {
			kill();
			Thread.currentThread().interrupt();
		}
	}

	private void kill() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

}
