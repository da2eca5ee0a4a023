package io.github.memcachedspring.sample.memcached;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LocalMemcachedConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(LocalMemcachedConfiguration.class);

	@Test
	void handsOverAServerOfItsOwnAndSaysSo(CapturedOutput output) {
		this.runner.run((context) -> {
			LocalMemcached memcached = context.getBean(LocalMemcached.class);
			assertThat(context.getBean(MemcachedConnectionDetails.class).getNodes()).containsExactly(memcached.node());
			assertThat(output.toString().lines().filter((line) -> line.contains("memcached.servers"))).singleElement()
				.asString()
				.contains("Using memcached %s at %s".formatted(memcached.version(), memcached.node()));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "memcached.servers=cache-1:11211,cache-2", "memcached.servers[0]=cache-1:11211" })
	void startsNothingWhenServersAreConfigured(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(LocalMemcached.class)
				.doesNotHaveBean(MemcachedConnectionDetails.class));
	}

}
