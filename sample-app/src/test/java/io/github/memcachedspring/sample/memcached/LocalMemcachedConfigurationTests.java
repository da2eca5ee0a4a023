package io.github.memcachedspring.sample.memcached;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.autoconfigure.embedded.EmbeddedMemcachedAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LocalMemcachedConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(LocalMemcachedConfiguration.class);

	@ParameterizedTest
	@ValueSource(strings = { "auto", "path" })
	@NeedsMemcached
	void handsOverAServerOfItsOwnAndSaysSo(String kind, CapturedOutput output) {
		this.runner.withPropertyValues("sample.memcached=" + kind).run((context) -> {
			LocalMemcached memcached = context.getBean(LocalMemcached.class);
			assertThat(context.getBean(MemcachedConnectionDetails.class).getNodes()).containsExactly(memcached.node());
			assertThat(output.toString().lines().filter((line) -> line.contains("memcached.servers"))).singleElement()
				.asString()
				.contains("Using memcached %s at %s".formatted(memcached.version(), memcached.node()));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "memcached.servers=cache-1:11211,cache-2", "memcached.servers[0]=cache-1:11211",
			"memcached.servers=", "sample.memcached=embedded" })
	void startsNothingWhenServersOrTheEmbeddedOneAreConfigured(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(LocalMemcached.class)
				.doesNotHaveBean(MemcachedConnectionDetails.class));
	}

	@Test
	void leavesItToTheStarterToUseTheEmbeddedServer(CapturedOutput output) {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(MemcachedAutoConfiguration.class, EmbeddedMemcachedAutoConfiguration.class))
			.withPropertyValues("sample.memcached=embedded")
			.run((context) -> {
				assertThat(context).hasSingleBean(MemcachedConnectionDetails.class);
				assertThat(output.toString().lines().filter((line) -> line.contains("memcached.servers")))
					.singleElement()
					.asString()
					.contains("Using an embedded memcached at ");
			});
	}

	@Test
	void doesNotStartWithoutServersIfThereIsToBeNone() {
		this.runner.withPropertyValues("sample.memcached=none")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(LocalMemcachedException.class)
				.rootCause()
				.hasMessage("'memcached.servers' is not set, and 'sample.memcached' is 'none'"));
	}

	@Test
	void namesTheKindsThereAre() {
		this.runner.withPropertyValues("sample.memcached=docker")
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("docker"));
	}

}
