package io.github.memcachedspring.sample.aot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.github.memcachedspring.sample.SampleApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the sample answers the same, whether it is processed ahead of time or not.
 */
@Tag("slow")
@Timeout(300)
class AheadOfTimeTests {

	private static final String BOOK = "{\"title\":\"Emma\",\"author\":\"Jane Austen\",\"published\":1815,\"price\":8.9}";

	/** Method, path, and body if there is one. */
	private static final String[][] SESSION = { { "GET", "/api/books" }, { "GET", "/api/books/1" },
			{ "GET", "/api/books/1" }, { "GET", "/api/books/bargains" }, { "GET", "/api/books/bargains" },
			{ "GET", "/api/books/999" }, { "POST", "/api/books", BOOK }, { "PUT", "/api/books/1", BOOK },
			{ "PUT", "/api/books/1", "{\"title\":\"\"}" }, { "GET", "/api/books/1" }, { "DELETE", "/api/books/2" },
			{ "GET", "/api/books/2" }, { "POST", "/api/visitors" }, { "POST", "/api/visitors" },
			{ "GET", "/api/visitors/2026-01-01" }, { "GET", "/api/stats" }, { "DELETE", "/api/caches" },
			{ "GET", "/api/books/1" }, { "GET", "/actuator/health" }, { "GET", "/" } };

	@Test
	void theSampleAnswersTheSame(@TempDir Path directory) throws Exception {
		try (RunningShop plain = RunningShop.start(classPath());
				RunningShop processed = RunningShop.start(process(directory) + File.pathSeparator + classPath(),
						"-Dspring.aot.enabled=true")) {
			assertThat(plain.awaitStart()).noneMatch((line) -> line.contains("AOT-processed"));
			assertThat(processed.awaitStart()).anyMatch((line) -> line.contains("AOT-processed SampleApplication"));
			for (String[] request : SESSION) {
				assertThat(answer(processed, request)).as(String.join(" ", request)).isEqualTo(answer(plain, request));
			}
			assertThat(answer(processed, SESSION[1])).startsWith("200 ").contains("Emma");
		}
	}

	private static String answer(RunningShop shop, String[] request) throws Exception {
		return shop.answer(request[0], request[1], (request.length > 2) ? request[2] : "");
	}

	/**
	 * The servers are not those it runs with; without, it might take what is on the PATH.
	 */
	private static Path process(Path directory) throws IOException {
		Path sources = directory.resolve("sources");
		Path classes = directory.resolve("classes");
		new SpringApplicationAotProcessor(SampleApplication.class,
				AbstractAotProcessor.Settings.builder()
					.sourceOutput(sources)
					.resourceOutput(classes)
					.classOutput(classes)
					.groupId("sample")
					.artifactId("sample")
					.build(),
				new String[] { "--memcached.servers=localhost:1" })
			.process();
		compile(sources, classes);
		return classes;
	}

	private static void compile(Path sources, Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-Xlint:none", "-d",
				classes.toString(), "-cp", classes + File.pathSeparator + classPath()));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(arguments::add);
		}
		int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
		assertThat(result).as("javac").isZero();
	}

	/** That of the application, without its tests and their settings. */
	private static String classPath() {
		String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(all.split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).endsWith(Path.of("target", "test-classes")))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
