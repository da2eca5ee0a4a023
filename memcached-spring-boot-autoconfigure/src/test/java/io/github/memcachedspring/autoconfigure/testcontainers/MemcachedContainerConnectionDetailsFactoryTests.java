package io.github.memcachedspring.autoconfigure.testcontainers;

import java.util.List;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.PemTrustStore;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code @ServiceConnection}, with containers that are servers on this machine.
 */
@ExtendWith(MemcachedServerExtension.class)
class MemcachedContainerConnectionDetailsFactoryTests {

	@AfterAll
	static void stop() {
		ByImage.cache.stop();
		BitnamisImage.cache.stop();
		SeveralWithAnOldCluster.one.stop();
		SeveralWithAnOldCluster.two.stop();
		SeveralWithAnOldCluster.was.stop();
	}

	private static List<MemcachedNode> nodes(ObjectProvider<MemcachedCluster> clusters, String name) {
		return clusters.stream()
			.filter((cluster) -> cluster.name().equals(name))
			.flatMap((cluster) -> cluster.operations().nodes().stream())
			.toList();
	}

	@Test
	void refusesAClusterThatIsEncryptedInPart() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, MemcachedAutoConfiguration.class))
			.withUserConfiguration(Containers.class, EncryptedContainer.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Annotate all nodes of a cluster, or none."));
	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = { "memcached.servers=no.such.host:1",
			"memcached.timeout=5s", "spring.application.name=contained" })
	class ByImage {

		@ServiceConnection
		static final FakeContainer cache = new FakeContainer("memcached:1.6-alpine");

		@Test
		void takesThePlaceOfTheProperties(@Autowired CacheManager caches, @Autowired ApplicationContext context) {
			Connections.await(context);
			caches.getCache("books").put("emma", "Emma");
			assertThat(cache.server().command("mg contained:c:books:s=emma s")).startsWith("HD");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	class BitnamisImage {

		@ServiceConnection
		static final FakeContainer cache = new FakeContainer("docker.io/bitnamilegacy/memcached:1.6", 11311);

		@Test
		void isOneToo(@Autowired MemcachedConnectionDetails details) {
			assertThat(details.getNodes()).containsExactly(cache.server().node());
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = "memcached.migration.phase=read-through")
	class SeveralWithAnOldCluster {

		@ServiceConnection("memcached-old")
		static final FakeContainer was = new FakeContainer("memcached:1.6");

		@ServiceConnection
		static final FakeContainer one = new FakeContainer("memcached:1.6", 11211, 9150);

		@ServiceConnection("memcached")
		static final FakeContainer two = new FakeContainer("registry.example/own-cache:7");

		@Test
		void areTwoClusters(@Autowired ObjectProvider<MemcachedCluster> clusters) {
			assertThat(nodes(clusters, MemcachedCluster.PRIMARY)).containsExactlyInAnyOrder(one.server().node(),
					two.server().node());
			assertThat(nodes(clusters, MemcachedCluster.OLD)).containsExactly(was.server().node());
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = "memcached.migration.phase=prepare")
	@Import(Containers.class)
	class AsBeans {

		@Test
		void areTwoClusters(@Autowired ObjectProvider<MemcachedCluster> clusters,
				@Autowired ObjectProvider<FakeContainer> containers) {
			MemcachedNode[] running = containers.orderedStream()
				.map(FakeContainer::server)
				.map(MemcachedServer::node)
				.toArray(MemcachedNode[]::new);
			assertThat(running).hasSize(3);
			assertThat(nodes(clusters, MemcachedCluster.PRIMARY)).hasSize(2).isSubsetOf(running);
			assertThat(nodes(clusters, MemcachedCluster.OLD)).hasSize(1).isSubsetOf(running);
			assertThat(nodes(clusters, MemcachedCluster.PRIMARY))
				.doesNotContainAnyElementsOf(nodes(clusters, MemcachedCluster.OLD));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		@ServiceConnection("memcached")
		FakeContainer one() {
			return new FakeContainer("memcached:1.6");
		}

		@Bean
		@ServiceConnection("memcached-old")
		FakeContainer was() {
			return new FakeContainer("memcached:1.6");
		}

		@Bean
		@ServiceConnection("memcached")
		FakeContainer two() {
			return new FakeContainer("memcached:1.6");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EncryptedContainer {

		@Bean
		@ServiceConnection("memcached")
		@PemTrustStore(certificate = "classpath:none.pem")
		FakeContainer encrypted() {
			return new FakeContainer("memcached:1.6");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

	}

}
