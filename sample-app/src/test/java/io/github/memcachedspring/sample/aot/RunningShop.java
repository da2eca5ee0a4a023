package io.github.memcachedspring.sample.aot;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample in a JVM of its own, with a memcached of its own.
 */
final class RunningShop implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private final EmbeddedMemcached memcached = EmbeddedMemcached.start();

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final Thread end;

	private final List<String> log = new ArrayList<>();

	private int port;

	private RunningShop(String classPath, List<String> options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + "/bin/java", "-Xmx192m", "-XX:TieredStopAtLevel=1"));
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, SampleApplication.class.getName(), "--server.port=0",
				"--memcached.servers=" + this.memcached.address(),
				// Both shall have the same hits on a machine that has other things to do.
				"--memcached.timeout=20s",
				// Times and ports differ.
				"--management.endpoint.health.show-details=never"));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.end = new Thread(this.process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.end);
	}

	/** Starts the JVM; the shop may not be open yet. */
	static RunningShop start(String classPath, String... options) throws IOException {
		return new RunningShop(classPath, List.of(options));
	}

	/** Waits until the shop is open and returns what it has said by then. */
	List<String> awaitStart() throws IOException {
		BufferedReader output = this.process.inputReader();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			this.log.add(line);
			Matcher matcher = STARTED.matcher(line);
			if (matcher.find()) {
				this.port = Integer.parseInt(matcher.group(1));
				return this.log;
			}
		}
		throw new AssertionError("The shop has not opened:\n" + String.join("\n", this.log));
	}

	/** Returns status, type and content of the answer. */
	String answer(String method, String path, String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(this.port, path)))
			.header("Content-Type", "application/json")
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
		return "%d %s%n%s".formatted(response.statusCode(),
				response.headers().firstValue("Content-Type").orElse("without type"), response.body());
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		Runtime.getRuntime().removeShutdownHook(this.end);
		this.memcached.close();
		assertThat(this.process.onExit()).succeedsWithin(Duration.ofSeconds(30));
	}

}
