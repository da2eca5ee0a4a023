package io.github.memcachedspring.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the class path of the tests, which is told lines and answers with
 * lines. It ends with this object, and with this JVM whatever way that ends: its input
 * ends then.
 *
 * @since 0.1.0
 */
public final class ChildJvm implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final PrintStream input;

	private ChildJvm(Process process) {
		this.process = process;
		this.output = process.inputReader();
		this.input = new PrintStream(process.getOutputStream(), true);
	}

	/**
	 * Starts a JVM whose main class calls {@link #commands()}.
	 * @param mainClass the class
	 * @param arguments what its main method is given
	 * @return the JVM, which may not have begun with anything yet
	 */
	public static ChildJvm start(Class<?> mainClass, List<String> arguments) {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-cp", classPath, mainClass.getName()));
		command.addAll(arguments);
		try {
			return new ChildJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * For the main class: has this JVM end when its input does, or the calling thread by
	 * an exception.
	 * @return the lines it is told, in order
	 */
	public static BlockingQueue<String> commands() {
		Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
			failure.printStackTrace();
			Runtime.getRuntime().halt(1);
		});
		BlockingQueue<String> commands = new LinkedBlockingQueue<>();
		new Thread(() -> {
			try {
				new BufferedReader(new InputStreamReader(System.in)).lines().forEach(commands::add);
			}
			finally {
				Runtime.getRuntime().halt(0);
			}
		}, "commands").start();
		return commands;
	}

	/**
	 * Tells the JVM something.
	 * @param line the line, without its end
	 */
	public void tell(String line) {
		this.input.println(line);
	}

	/**
	 * Waits for the next line that the JVM writes.
	 * @return the line, without its end
	 * @throws AssertionError if the JVM has ended
	 */
	public String readLine() {
		try {
			String line = this.output.readLine();
			if (line == null) {
				throw new AssertionError("The other JVM has ended");
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the id of the process.
	 * @return the id, to send signals to
	 */
	public long pid() {
		return this.process.pid();
	}

	/** Sends SIGKILL and returns when the process is gone. */
	@Override
	public void close() {
		try {
			this.process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
