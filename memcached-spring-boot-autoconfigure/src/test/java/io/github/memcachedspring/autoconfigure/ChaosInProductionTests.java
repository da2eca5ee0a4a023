package io.github.memcachedspring.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.github.memcachedspring.client.chaos.MemcachedChaos;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that trouble is not ordered in production by mistake.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChaosInProductionTests {

	private static final String WARNING = "can be disturbed in production";

	private static final String NOWHERE = "spring.main.cloud-platform=none";

	@ParameterizedTest
	@ValueSource(strings = { "prod", "production", "live", "PROD", "Production", "prod-eu", "eu-prod", "eu.live.1",
			"a_production_b", "test,prod" })
	void refusesProfilesOfProduction(String profiles, CapturedOutput output) {
		assertRefused(output, "profile '", NOWHERE, "spring.profiles.active=" + profiles);
		assertRefused(output, "profile '", "spring.main.cloud-platform=kubernetes",
				"spring.profiles.active=" + profiles);
	}

	@ParameterizedTest
	@ValueSource(strings = { "kubernetes", "cloud_foundry", "heroku", "aws_ecs" })
	void refusesCloudPlatforms(String platform, CapturedOutput output) {
		assertRefused(output, "cloud platform '", "spring.main.cloud-platform=" + platform,
				"spring.profiles.active=test");
	}

	@Test
	void refusesADefaultProfileOfProduction(CapturedOutput output) {
		assertRefused(output, "profile 'prod'", NOWHERE, "spring.profiles.default=prod");
	}

	private static void assertRefused(CapturedOutput output, String sign, String... properties) {
		assertThatException().isThrownBy(() -> run(properties).close());
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "'memcached.chaos.enabled' is 'true'", sign,
					"'memcached.chaos.allow-in-production'", "'spring.main.cloud-platform=none'")
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "test", "dev", "preprod", "alive", "product", "reproduction", "delivery", "test,local" })
	void runsInOtherProfiles(String profiles, CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(NOWHERE, "spring.profiles.active=" + profiles)) {
			assertThat(context.getBeansOfType(MemcachedChaos.class)).hasSize(1);
		}
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void warnsOnceIfItIsAllowed(CapturedOutput output) {
		for (List<String> production : List.of(List.of(NOWHERE, "spring.profiles.active=prod"),
				List.of("spring.main.cloud-platform=kubernetes"))) {
			int before = warnings(output);
			run(Stream.concat(production.stream(), Stream.of("memcached.chaos.allow-in-production=true"))
				.toArray(String[]::new)).close();
			assertThat(warnings(output) - before).isOne();
		}
	}

	private static int warnings(CapturedOutput output) {
		return (int) output.getAll().lines().filter((line) -> line.contains(WARNING)).count();
	}

	@Test
	void allowanceAloneDoesNothing(CapturedOutput output) {
		try (ConfigurableApplicationContext context = TestApplications.run("memcached.servers=127.0.0.1:1", NOWHERE,
				"spring.profiles.active=prod", "memcached.chaos.allow-in-production=true")) {
			assertThat(context.getBeansOfType(MemcachedChaos.class)).isEmpty();
		}
		assertThat(output).doesNotContain(WARNING);
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return TestApplications.run(Stream
			.concat(Stream.of("memcached.servers=127.0.0.1:1", "memcached.chaos.enabled=true"), Stream.of(properties))
			.toArray(String[]::new));
	}

}
