package io.github.memcachedspring.faults;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.tools.ToolProvider;

import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of two versions of an application that run side by side, with another shape of
 * the same class.
 */
@Tag("fault")
class RollingDeployTests {

	private static final String[] TRUSTED = { App.PATIENT, "memcached.cache.trusted-packages=rolling",
			"memcached.cache.compression.enabled=true" };

	@TempDir
	private Path directory;

	private final List<URLClassLoader> classLoaders = new ArrayList<>();

	/** The old one takes what the new one stores, but not the other way round. */
	@Test
	void fault22AClassThatGrowsCostsALoadPerKeyAndVersion() throws Exception {
		ClassLoader old = compile("old", "public record Book(String title) {}");
		ClassLoader current = compile("new", "public record Book(String title, int pages) {}");
		try (MemcachedServer server = MemcachedServer.start();
				App before = App.with(old, server.port(), TRUSTED);
				App after = App.with(current, server.port(), TRUSTED)) {
			Object oldBook = book(old, "A");
			Object newBook = book(current, "A", 7);
			AtomicInteger loads = new AtomicInteger();
			for (int i = 0; i < 10; i++) {
				assertThat(read(before, loads, oldBook)).isEqualTo(oldBook);
				assertThat(read(after, loads, newBook)).isEqualTo(newBook);
			}
			System.out.printf("fault 22: %d loads of a key by two versions, %d and %d undecodable%n", loads.get(),
					before.statistics().undecodable(), after.statistics().undecodable());
			assertThat(loads.get()).isLessThanOrEqualTo(2);
			assertThat(before.node().timesLeftAlone() + after.node().timesLeftAlone()).isZero();
		}
		for (URLClassLoader classLoader : this.classLoaders) {
			classLoader.close();
		}
	}

	private static Object read(App app, AtomicInteger loads, Object book) {
		Object value = app.cache().get("k", () -> {
			loads.incrementAndGet();
			return book;
		});
		assertThat(value).isNotNull();
		return value;
	}

	private static Object book(ClassLoader classLoader, Object... components) throws ReflectiveOperationException {
		return classLoader.loadClass("rolling.Book").getDeclaredConstructors()[0].newInstance(components);
	}

	private ClassLoader compile(String version, String source) throws IOException {
		Path file = Files.createDirectories(this.directory.resolve(version).resolve("rolling")).resolve("Book.java");
		Files.writeString(file, "package rolling; " + source);
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", file.toString())).isZero();
		URL classes = this.directory.resolve(version).toUri().toURL();
		URLClassLoader classLoader = new URLClassLoader(new URL[] { classes }, getClass().getClassLoader());
		this.classLoaders.add(classLoader);
		return classLoader;
	}

}
