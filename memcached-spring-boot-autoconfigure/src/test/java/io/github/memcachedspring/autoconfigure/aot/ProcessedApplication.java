package io.github.memcachedspring.autoconfigure.aot;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is processed ahead of time as Spring Boot's build plugins do, and
 * then run from what was generated, by a class loader of its own.
 */
final class ProcessedApplication implements AutoCloseable {

	private final URLClassLoader classLoader;

	private ProcessedApplication(URLClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Processes an application.
	 * @param application class with a main method
	 * @param directory where to generate
	 * @param arguments what the application is given, here and not when it runs
	 */
	static ProcessedApplication of(Class<?> application, Path directory, String... arguments) throws IOException {
		Path sources = directory.resolve("sources");
		Path classes = directory.resolve("classes");
		AbstractAotProcessor.Settings settings = AbstractAotProcessor.Settings.builder()
			.sourceOutput(sources)
			.resourceOutput(classes)
			.classOutput(classes)
			.groupId("test")
			.artifactId("test")
			.build();
		new SpringApplicationAotProcessor(application, settings, arguments).process();
		compile(sources, classes);
		Files.writeString(classes.resolve("spring.properties"), "spring.aot.enabled=true");
		List<URL> urls = new ArrayList<>(List.of(toUrl(classes)));
		Arrays.stream(classPath().split(File.pathSeparator))
			.map(Path::of)
			.map(ProcessedApplication::toUrl)
			.forEach(urls::add);
		return new ProcessedApplication(
				new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
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

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static URL toUrl(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs a function of the application's class path.
	 * @param program a class with a constructor without parameters
	 * @param arguments what it is given in addition to a timeout for busy machines
	 * @return what it says
	 */
	@SuppressWarnings("unchecked")
	String run(Class<? extends Function<String[], String>> program, String... arguments) throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(this.classLoader);
		try {
			var constructor = this.classLoader.loadClass(program.getName()).getDeclaredConstructor();
			constructor.setAccessible(true);
			return ((Function<String[], String>) constructor.newInstance())
				.apply(Stream.concat(Stream.of(arguments), Stream.of("--memcached.timeout=5s")).toArray(String[]::new));
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@Override
	public void close() throws IOException {
		this.classLoader.close();
	}

}
