package io.github.memcachedspring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.memcachedspring.autoconfigure.embedded.AutoConfigureEmbeddedMemcached;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for class paths without optional dependencies: an application is run by a class
 * loader that really lacks them, since a condition that holds does not mean that no class
 * links to what is missing.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class MissingDependencyTests {

	private static final String METERS = "(spring-boot-)?micrometer-(core|metrics|registry)";

	private static final List<String> OPTIONAL = List.of("memcached-embedded", "spring-test", "junit-",
			"spring-boot-devtools", "spring-boot-docker-compose", "spring-boot-testcontainers", "spring-boot-actuator",
			"spring-boot-actuator-autoconfigure", "spring-boot-health", METERS, "reactor-core");

	private final String servers;

	MissingDependencyTests(MemcachedServer server) {
		this.servers = "--memcached.timeout=5s --memcached.servers=" + server.node();
	}

	@Test
	void cachesWhenNothingIsMissing() throws Exception {
		assertThat(runWithout("nothing", CachingProgram.class, "")).isEqualTo("MemcachedCacheManager: Emma");
	}

	@Test
	void cachesWithoutTransactions() throws Exception {
		assertThat(runWithout("spring-tx", CachingProgram.class, "")).isEqualTo("MemcachedCacheManager: Emma");
	}

	@Test
	void cachesWithoutJacksonByJavaSerialization() throws Exception {
		assertThat(runWithout("jackson-", CachingProgram.class, "--memcached.cache.codec=jdk"))
			.isEqualTo("MemcachedCacheManager: Emma");
	}

	@Test
	void saysWhatToDoWithoutJackson() throws Exception {
		assertThat(runWithout("jackson-", CachingProgram.class, ""))
			.isEqualTo("Property memcached.cache.codec with value 'JSON' is invalid: Jackson 3 is not on the class "
					+ "path. Add 'tools.jackson.core:jackson-databind', or set the codec to 'jdk'.");
	}

	@Test
	void leavesTheCacheToSpringBootWithoutTheDriver() throws Exception {
		assertThat(runWithout("xmemcached", CachingProgram.class, "")).isEqualTo("ConcurrentMapCacheManager: Emma");
	}

	@Test
	void connectsWithoutSpringBootsCache() throws Exception {
		assertThat(runWithout("spring-boot-cache", ConnectingProgram.class, "")).isEqualTo("GuardedOperations");
	}

	/** All together, and each alone, which takes long. */
	static Stream<String> optional() {
		Stream<String> some = Stream.of("(" + String.join("|", OPTIONAL) + ")", METERS);
		return Stream.concat(some, OPTIONAL.stream()).distinct().limit(Full.rounds(OPTIONAL.size() + 1, 2));
	}

	@ParameterizedTest
	@MethodSource("optional")
	void doesWithoutWhatIsOptional(String jarPrefix) throws Exception {
		assertThat(runWithout(jarPrefix, CachingProgram.class, "")).isEqualTo("MemcachedCacheManager: Emma");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring-boot-docker-compose", "spring-boot-testcontainers" })
	void findsTheOtherServiceConnections(String jarPrefix) throws Exception {
		assertThat(runWithout(jarPrefix, FactoriesProgram.class, "")).isEqualTo("2");
	}

	@Test
	void saysWhatATestWithTheAnnotationNeeds() throws Exception {
		assertThat(runWithout("memcached-embedded", AnnotatedTestProgram.class, ""))
			.isEqualTo("'@AutoConfigureEmbeddedMemcached' needs 'io.github.memcachedspring:memcached-embedded' on the "
					+ "class path. Add it with scope 'test'.");
	}

	private String runWithout(String jarPrefix, Class<?> program, String argument) throws Exception {
		try (URLClassLoader classLoader = new URLClassLoader(classPathWithout(jarPrefix),
				ClassLoader.getPlatformClassLoader())) {
			ClassLoader before = Thread.currentThread().getContextClassLoader();
			Thread.currentThread().setContextClassLoader(classLoader);
			try {
				return run(classLoader.loadClass(program.getName()), argument);
			}
			finally {
				Thread.currentThread().setContextClassLoader(before);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private String run(Class<?> program, String argument) throws Exception {
		var constructor = program.getDeclaredConstructor();
		constructor.setAccessible(true);
		return ((UnaryOperator<String>) constructor.newInstance()).apply(this.servers + " " + argument);
	}

	private static URL[] classPathWithout(String jarPrefix) throws IOException {
		String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
		assertThat(entries).hasSizeGreaterThan(10);
		return Arrays.stream(entries)
			.map(Path::of)
			.filter((path) -> !isOf(path, jarPrefix))
			.map(MissingDependencyTests::toUrl)
			.toArray(URL[]::new);
	}

	/** Within the build, a module's classes may not be in a jar yet. */
	private static boolean isOf(Path path, String jarPrefix) {
		boolean classes = path.endsWith(Path.of("target", "classes"));
		Path name = classes ? path.getParent().getParent().getFileName() : path.getFileName();
		return Pattern.compile(jarPrefix).matcher(name.toString()).lookingAt();
	}

	private static URL toUrl(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static ConfigurableApplicationContext start(Class<?> application, String arguments) {
		SpringApplication spring = new SpringApplication(application);
		spring.setBannerMode(Banner.Mode.OFF);
		spring.setLogStartupInfo(false);
		spring.setWebApplicationType(WebApplicationType.NONE);
		spring.setRegisterShutdownHook(false);
		return spring.run(arguments.trim().split(" "));
	}

	/** Puts a value, reads it again, and tells which manager did it. */
	static class CachingProgram implements UnaryOperator<String> {

		@Override
		public String apply(String arguments) {
			try (ConfigurableApplicationContext context = start(CachingApplication.class, arguments)) {
				Connections.await(context);
				CacheManager manager = context.getBean(CacheManager.class);
				Cache cache = manager.getCache("books");
				cache.put("1", new Book("Emma"));
				return manager.getClass().getSimpleName() + ": " + cache.get("1", Book.class).title();
			}
			catch (RuntimeException ex) {
				return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
			}
		}

	}

	/** Tells which client there is. */
	static class ConnectingProgram implements UnaryOperator<String> {

		@Override
		public String apply(String arguments) {
			try (ConfigurableApplicationContext context = start(Application.class, arguments)) {
				return context.getBean("memcachedOperations").getClass().getSimpleName();
			}
		}

	}

	/** Tells how many factories of ours for service connections can be made. */
	static class FactoriesProgram implements UnaryOperator<String> {

		@Override
		public String apply(String arguments) {
			// As Spring Boot does.
			List<?> factories = SpringFactoriesLoader.forDefaultResourceLocation()
				.load(ConnectionDetailsFactory.class, FailureHandler.logging(LogFactory.getLog(getClass())));
			return String.valueOf(factories.stream()
				.filter((factory) -> factory.getClass().getName().startsWith("io.github.memcachedspring."))
				.count());
		}

	}

	/** Tells why a test of the application cannot be prepared. */
	static class AnnotatedTestProgram implements UnaryOperator<String> {

		@Override
		public String apply(String arguments) {
			try {
				return new TestContextManager(AnnotatedTest.class).toString();
			}
			catch (RuntimeException ex) {
				return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
			}
		}

		@AutoConfigureEmbeddedMemcached
		@ContextConfiguration(classes = Application.class)
		private static final class AnnotatedTest {

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class CachingApplication {

	}

	record Book(String title) implements Serializable {

	}

}
