package io.github.memcachedspring.autoconfigure.aot;

import java.nio.file.Path;
import java.util.function.Function;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.AotDetector;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with a further cluster that is processed ahead of time.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class ClusteredApplicationTests {

	private static ProcessedApplication application;

	private final MemcachedServer server;

	ClusteredApplicationTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeAll
	static void process(@TempDir Path directory) throws Exception {
		application = ProcessedApplication.of(ClusteredShop.class, directory,
				"--memcached.clusters.user-sessions.cache.key-prefix=build");
	}

	@AfterAll
	static void close() throws Exception {
		application.close();
	}

	@Test
	void doesWhatItDoesOtherwise() throws Exception {
		try (MemcachedServer sessions = MemcachedServer.start()) {
			assertThat(application.run(Program.class, "--memcached.servers=" + this.server.node(),
					"--memcached.clusters.user-sessions.timeout=5s",
					"--memcached.clusters.user-sessions.servers=" + sessions.node(),
					"--memcached.clusters.user-sessions.cache.key-prefix=run"))
				.isEqualTo("aot: emma 1, emma 1, updated, [primary, user-sessions], cacheManager of [cacheManager, "
						+ "userSessionsCacheManager]");
			assertThat(sessions.command("mg run:c:sessions:s=emma t")).matches("HD t(9[0-9]|100)");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void refusesAClusterThatItHasNoBeansFor(boolean lazy) throws Exception {
		assertThat(application.run(Program.class, "--spring.main.lazy-initialization=" + lazy,
				"--memcached.servers=" + this.server.node(),
				"--memcached.clusters.user-sessions.servers=" + this.server.node(),
				"--memcached.clusters.other.servers=" + this.server.node()))
			.contains("memcached.clusters", "processed ahead of time without the cluster 'other'");
	}

	@Test
	void refusesToRunWithoutTheServersOfACluster() throws Exception {
		assertThat(application.run(Program.class, "--memcached.servers=" + this.server.node()))
			.contains("memcached.clusters.user-sessions.servers");
	}

	/** Uses a bit of everything. */
	static class Program implements Function<String[], String> {

		@Override
		public String apply(String[] arguments) {
			try {
				ClusteredShop.main(arguments);
				try (ConfigurableApplicationContext context = ClusteredShop.context) {
					return use(context);
				}
			}
			catch (RuntimeException ex) {
				return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex));
			}
		}

		private static String use(ConfigurableApplicationContext context) {
			Connections.await(context);
			ClusteredShop.Sessions sessions = context.getBean(ClusteredShop.Sessions.class);
			return "%s: %s, %s, %s, %s, %s of %s".formatted(AotDetector.useGeneratedArtifacts() ? "aot" : "jvm",
					sessions.find("emma"), sessions.find("emma"),
					context.getBean("userSessionsAtomicUpdateTemplate", AtomicUpdateTemplate.class)
						.on("sessions")
						.updateAndGet("dune", String.class, (value) -> "updated"),
					context.getBeanProvider(MemcachedCluster.class)
						.stream()
						.map(MemcachedCluster::name)
						.sorted()
						.toList(),
					(context.getBean(CacheManager.class) == context.getBean("cacheManager")) ? "cacheManager"
							: "another",
					context.getBeansOfType(CacheManager.class).keySet().stream().sorted().toList());
		}

	}

}
