package io.github.memcachedspring.autoconfigure.health;

import java.util.List;
import java.util.Objects;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedMigrationAutoConfiguration;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.health.MemcachedHealthIndicator;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import net.rubyeye.xmemcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(MemcachedServerExtension.class)
class MemcachedHealthContributorAutoConfigurationTests {

	private static final String NAME = "memcachedHealthContributor";

	private final MemcachedServer server;

	private final ApplicationContextRunner runner;

	MemcachedHealthContributorAutoConfigurationTests(MemcachedServer server) {
		this.server = server;
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MemcachedAutoConfiguration.class,
					MemcachedMigrationAutoConfiguration.class, MemcachedHealthContributorAutoConfiguration.class))
			.withPropertyValues("memcached.servers=" + server.node(), "memcached.timeout=20s",
					"memcached.health.timeout=20s");
	}

	@Test
	void thereIsOneIndicatorForOneCluster() {
		this.runner.run((context) -> {
			Connections.awaitWhereThere(context);
			assertThat(context).hasBean(NAME).hasSingleBean(MemcachedHealthIndicator.class);
			assertThat(context.getBean(MemcachedHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void thereIsOneForEachOfSeveralClustersUnderItsName() {
		this.runner
			.withPropertyValues("memcached.migration.phase=read-through",
					"memcached.migration.from.servers=127.0.0.1:1")
			.run((context) -> {
				Connections.awaitWhereThere(context);
				CompositeHealthContributor composite = (CompositeHealthContributor) context.getBean(NAME);
				assertThat(composite.stream().map(HealthContributors.Entry::name))
					.containsExactlyInAnyOrder(MemcachedCluster.PRIMARY, MemcachedCluster.OLD);
				assertThat(status(composite.getContributor(MemcachedCluster.PRIMARY))).isEqualTo(Status.UP);
				assertThat(status(composite.getContributor(MemcachedCluster.OLD))).isEqualTo(Status.UNKNOWN);
			});
	}

	private static Status status(HealthContributor contributor) {
		return Objects.requireNonNull(((HealthIndicator) Objects.requireNonNull(contributor)).health()).getStatus();
	}

	@Test
	void anOldClusterThatIsGoneLeavesTheApplicationUpAndReady() {
		this.runner.withConfiguration(AutoConfigurations.of(HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				ApplicationAvailabilityAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class, EndpointAutoConfiguration.class))
			.withPropertyValues("memcached.migration.phase=read-through",
					"memcached.migration.from.servers=127.0.0.1:1", "management.endpoint.health.probes.enabled=true")
			.run((context) -> {
				Connections.awaitWhereThere(context);
				CompositeHealthDescriptor memcached = (CompositeHealthDescriptor) context.getBean(HealthEndpoint.class)
					.healthForPath("memcached");
				assertThat(Objects.requireNonNull(memcached).getStatus()).isEqualTo(Status.UP);
				HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
				assertThat(groups.getPrimary().isMember("memcached")).isTrue();
				assertThat(groups.getNames()).contains("readiness", "liveness")
					.allSatisfy((name) -> assertThat(Objects.requireNonNull(groups.get(name)).isMember("memcached"))
						.isFalse());
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.memcached.enabled=false", "management.health.defaults.enabled=false" })
	void thereIsNoneWhenDisabled(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasSingleBean(MemcachedOperations.class)
				.doesNotHaveBean(HealthContributor.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class, MemcachedClient.class })
	void thereIsNoneWithoutItsLibrary(Class<?> absent) {
		this.runner.withClassLoader(new FilteredClassLoader(absent))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(NAME));
	}

	@Test
	void thereIsNoneForOperationsOfTheApplicationsOwn() {
		this.runner
			.withBean("ownOperations", XMemcachedOperations.class,
					() -> XMemcachedOperations.connect(XMemcachedSettings.of(List.of(this.server.node()))))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(NAME));
	}

	@Test
	void theApplicationsOwnTakesItsPlace() {
		this.runner.withUserConfiguration(OwnIndicator.class)
			.run((context) -> assertThat(context).hasBean("memcachedHealthIndicator").doesNotHaveBean(NAME));
	}

	@Test
	void needsAsManyNodesAsItIsTold() {
		assertThatOneOfTwoIs(Status.UP);
		assertThatOneOfTwoIs(Status.DOWN, "memcached.health.minimum-nodes-up=2");
	}

	private void assertThatOneOfTwoIs(Status status, String... properties) {
		this.runner.withPropertyValues("memcached.servers=127.0.0.1:1," + this.server.node())
			.withPropertyValues(properties)
			.run((context) -> {
				Connections.awaitWhereThere(context);
				assertThat(status(context.getBean(MemcachedHealthIndicator.class))).isEqualTo(status);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			memcached.health.timeout          | 0s | Must be at least 1ms
			memcached.health.minimum-nodes-up | -1 | Must not be negative
			""")
	void refusesWhatMakesNoSense(String property, String value, String reason) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContainingAll(property, reason));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnIndicator {

		@Bean
		HealthIndicator memcachedHealthIndicator() {
			return () -> Health.up().build();
		}

	}

}
