package io.github.memcachedspring.benchmarks.stampede;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * A JVM that runs {@link ChildMain} with the class path of this one. It ends when its
 * input does, and so with this JVM, however that ends.
 */
final class ChildJvm implements AutoCloseable {

	/** No round; for what happens outside of rounds. */
	static final int NO_ROUND = -1;

	private static final long PATIENCE_SECONDS = 5;

	private final Process process;

	private final PrintStream input;

	private ChildJvm(Process process) {
		this.process = process;
		this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
	}

	/**
	 * Starts a JVM.
	 * @param node the server to connect to
	 * @param events receives what happens there, on a thread of its own
	 */
	static ChildJvm start(MemcachedNode node, Consumer<Event> events) throws IOException {
		String java = ProcessHandle.current().info().command().orElse("java");
		Process process = new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", "-cp",
				System.getProperty("java.class.path"), ChildMain.class.getName(), node.host(),
				String.valueOf(node.port()))
			.redirectError(Redirect.INHERIT)
			.start();
		ChildJvm child = new ChildJvm(process);
		Thread reader = new Thread(() -> child.read(events), "child-" + process.pid());
		reader.setDaemon(true);
		reader.start();
		return child;
	}

	private void read(Consumer<Event> events) {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.US_ASCII)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				events.accept(Event.parse(this, line));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			events.accept(Event.gone(this));
		}
	}

	void send(String line) {
		this.input.println(line);
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	/** Ends the JVM without a warning: SIGKILL. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** Has the JVM end by itself, as it does when this one is gone. */
	void closeInput() {
		this.input.close();
	}

	@Override
	public void close() {
		closeInput();
		try {
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
