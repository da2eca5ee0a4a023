package io.github.memcachedspring.autoconfigure.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that DevTools restarts, in a JVM of its own. The application's classes,
 * which are those of the tests, are loaded anew, those of the library are not, as if they
 * came from its jar.
 */
@Timeout(120)
class DevToolsRestartTests {

	private static final String LIBRARY = "restart.exclude.library="
			+ "/memcached-(embedded|spring-boot-autoconfigure)/target/classes/";

	@Test
	void readsAfterTheRestartWhatWasCachedBefore(@TempDir Path directory) throws Exception {
		Files.createDirectory(directory.resolve("META-INF"));
		Files.writeString(directory.resolve("META-INF/spring-devtools.properties"), LIBRARY);
		List<String> starts = run(directory);
		assertThat(starts).hasSize(2);
		String address = starts.get(0).substring(starts.get(0).lastIndexOf(' ') + 1);
		String book = "Book[title=Emma]";
		assertThat(starts).containsExactly("Start with null, null and %s at %s".formatted(book, address),
				"Start with %s, %s and %s at %s".formatted(book, book, book, address));
	}

	private static List<String> run(Path classes) throws IOException, InterruptedException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-cp", classes + File.pathSeparator + classPath,
				RestartedApplication.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			process.getOutputStream().close();
			List<String> lines = process.inputReader().lines().toList();
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
			return lines.stream().filter((line) -> line.startsWith("Start with ")).toList();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
