package io.github.memcachedspring.autoconfigure.compose;

import java.util.List;
import java.util.Map;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for applications whose services are told to Spring Boot as its support for Docker
 * Compose does when it has started them.
 */
@ExtendWith(MemcachedServerExtension.class)
class ComposedApplicationTests {

	private final MemcachedServer server;

	ComposedApplicationTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void usesTheServiceInsteadOfTheProperties() {
		try (ConfigurableApplicationContext context = run(List.of(Services.memcached(this.server.port())),
				"memcached.servers=no.such.host:1", "memcached.timeout=5s", "spring.application.name=composed")) {
			Connections.await(context);
			context.getBean(CacheManager.class).getCache("books").put("emma", "Emma");
			assertThat(this.server.command("mg composed:c:books:s=emma s")).startsWith("HD");
			assertThat(context.getBeansOfType(MemcachedConnectionDetails.class)).hasSize(1);
		}
	}

	@Test
	void usesSeveralServicesAsOneCluster() {
		try (MemcachedServer other = MemcachedServer.start();
				ConfigurableApplicationContext context = run(
						List.of(Services.memcached(other.port()), Services.memcached(this.server.port())))) {
			MemcachedCluster cluster = context.getBean(MemcachedCluster.class);
			assertThat(cluster.operations().nodes()).containsExactlyInAnyOrder(this.server.node(), other.node());
		}
	}

	@Test
	void migratesFromTheServiceOfTheOldCluster() {
		try (MemcachedServer old = MemcachedServer.start();
				ConfigurableApplicationContext context = run(
						List.of(Services.service("was", "memcached", Map.of(Services.LABEL, "memcached-old"),
								Map.of(11211, old.port())), Services.memcached(this.server.port())),
						"memcached.migration.phase=read-through")) {
			ObjectProvider<MemcachedCluster> clusters = context.getBeanProvider(MemcachedCluster.class);
			assertThat(clusters.stream().filter((cluster) -> cluster.name().equals(MemcachedCluster.OLD)))
				.singleElement()
				.satisfies((cluster) -> assertThat(cluster.operations().nodes()).containsExactly(old.node()));
			assertThat(clusters.stream().filter((cluster) -> cluster.name().equals(MemcachedCluster.PRIMARY)))
				.singleElement()
				.satisfies((cluster) -> assertThat(cluster.operations().nodes()).containsExactly(this.server.node()));
		}
	}

	private static ConfigurableApplicationContext run(List<RunningService> services, String... properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		ApplicationListener<ApplicationPreparedEvent> compose = (event) -> tell(application,
				event.getApplicationContext(), services);
		application.addListeners(compose);
		String[] arguments = new String[properties.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		return application.run(arguments);
	}

	private static void tell(SpringApplication application, ApplicationContext context, List<RunningService> services) {
		DockerComposeServicesReadyEvent ready = mock(DockerComposeServicesReadyEvent.class);
		given(ready.getSource()).willReturn(context);
		given(ready.getRunningServices()).willReturn(services);
		SimpleApplicationEventMulticaster listeners = new SimpleApplicationEventMulticaster();
		application.getListeners().forEach(listeners::addApplicationListener);
		listeners.multicastEvent(ready);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

	}

}
