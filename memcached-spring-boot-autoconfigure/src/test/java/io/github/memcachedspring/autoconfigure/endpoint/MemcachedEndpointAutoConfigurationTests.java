package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.List;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import net.rubyeye.xmemcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(MemcachedServerExtension.class)
class MemcachedEndpointAutoConfigurationTests {

	private final ApplicationContextRunner runner;

	MemcachedEndpointAutoConfigurationTests(MemcachedServer server) {
		this.runner = EndpointContexts.with(server);
	}

	@Test
	void thereIsNoEndpointUnlessItIsExposed() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(MemcachedOperations.class)
			.doesNotHaveBean(MemcachedEndpoint.class)
			.doesNotHaveBean(MemcachedEndpointWebExtension.class));
	}

	@Test
	void thereIsOneForTheWeb() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=memcached")
			.run((context) -> assertThat(context).hasSingleBean(MemcachedEndpoint.class)
				.hasSingleBean(MemcachedEndpointWebExtension.class));
	}

	@Test
	void thereIsOneForJmx() {
		this.runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=memcached")
			.run((context) -> assertThat(context).hasSingleBean(MemcachedEndpoint.class)
				.doesNotHaveBean(MemcachedEndpointWebExtension.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.memcached.access=none", "management.endpoints.access.default=none",
			"management.endpoints.access.max-permitted=none" })
	void thereIsNoneWithoutAccess(String property) {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=*", property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MemcachedEndpoint.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { Endpoint.class, ConditionalOnAvailableEndpoint.class, MemcachedClient.class })
	void thereIsNoneWithoutItsLibrary(Class<?> absent) {
		this.runner.withClassLoader(new FilteredClassLoader(absent))
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("memcachedEndpoint"));
	}

	@Test
	void tellsOfClustersAloneWithoutCaching() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=memcached").run((context) -> {
			MemcachedDescriptor all = context.getBean(MemcachedEndpoint.class).memcached();
			assertThat(all.clusters()).extracting(ClusterDescriptor::name).isEqualTo(List.of("primary"));
			assertThat(all.caches()).isEmpty();
			assertThat(all.migration()).isNull();
			assertThat(all.warmUp()).isNull();
		});
	}

}
