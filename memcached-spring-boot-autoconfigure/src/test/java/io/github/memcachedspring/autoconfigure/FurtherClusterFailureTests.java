package io.github.memcachedspring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.RecordingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a user reads when a further cluster is set wrongly, and for what its
 * name may be.
 */
@ExtendWith(OutputCaptureExtension.class)
class FurtherClusterFailureTests {

	private final ApplicationContextRunner runner = TestContexts.withCaching(new MemcachedNode("127.0.0.1", 1))
		.withPropertyValues("memcached.clusters.a.servers=127.0.0.1:1");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					memcached.clusters.primary.timeout      | 'memcached.clusters.primary' cannot name a cluster. It is the name of the cluster of 'memcached.servers'.
					memcached.clusters.old.timeout          | 'memcached.clusters.old' cannot name a cluster. It is the name of the cluster that a migration comes from.
					memcached.clusters.userSessions.timeout | 'memcached.clusters.userSessions' cannot name a cluster. A name has lower-case letters, digits and dashes
					memcached.clusters[a b].timeout         | 'memcached.clusters.a b' cannot name a cluster.
					memcached.clusters.1st.timeout          | 'memcached.clusters.1st' cannot name a cluster.
					memcached.clusters.b.timeout            | Property memcached.clusters.b.servers with value '' is invalid: The servers of cluster 'b' are needed
					""")
	void refusesNamesAndClustersWithoutServers(String property, String message) {
		assertThatFails(List.of(message), property + "=1s");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					timeout                     | 0s    | A time must be at least 1ms, for example '500ms'.
					timeout                     | soon  | 'soon' is not a valid duration
					breaker.failure-rate        | 1.5   | A share must be above 0 and at most 1
					username                    | shop  | 'memcached.clusters.a.username' is set, so this must be, too.
					discovery.endpoint          | b:1   | memcached.clusters.a.servers
					cache.time-to-live          | 1ms   | Must be at least 1s
					cache.trusted-packages      | com.* | without wildcards
					cache.compression.threshold | 0B    | Must be 1B to 1GB
					cache.wait-limit            | 4s    | Raise 'memcached.clusters.a.cache.wait-limit' or lower 'memcached.clusters.a.cache.lease'.
					cache.caches.books.lease    | 1s    | Must be at least 2s
					""")
	void namesThePropertyOfTheCluster(String property, String value, String rule) {
		String blamed = property.equals("username") ? "password" : property;
		assertThatFails(List.of(rule, "memcached.clusters.a." + blamed),
				"memcached.clusters.a.%s=%s".formatted(property, value));
	}

	@Test
	void namesThePropertyOfThePrimaryClusterThatContradictsItsOwn() {
		assertThatFails(List
			.of("'memcached.clusters.a.cache.refresh-ahead' (20%) and 'memcached.cache.time-to-idle' (1m) exclude"),
				"memcached.cache.time-to-idle=1m", "memcached.clusters.a.cache.refresh-ahead=20%");
	}

	private void assertThatFails(List<String> messages, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(Stream.iterate(context.getStartupFailure(), Objects::nonNull, Throwable::getCause)
				.map(Throwable::getMessage)
				.collect(Collectors.joining())).contains(messages);
		});
	}

	@Test
	void explainsToUsers(CapturedOutput output) {
		try (RecordingServer ancient = RecordingServer
			.start((line, data) -> (line.equals("version") ? "VERSION 1.4.4\r\n" : "ERROR\r\n")
				.getBytes(StandardCharsets.US_ASCII))) {
			for (String property : List.of("primary.servers=a:1", "b.servers=" + ancient.node())) {
				assertThatException().isThrownBy(
						() -> TestApplications.run("memcached.servers=127.0.0.1:1", "memcached.clusters." + property)
							.close());
			}
			assertThat(output)
				.contains("Invalid value 'primary' for configuration property 'memcached.clusters'",
						"- %s: ".formatted(ancient.node()), "1.4.4", "'memcached.clusters.<name>.servers'")
				.doesNotContain("\tat ");
		}
	}

	@Test
	void namesBeansAfterTheCluster() {
		FurtherClusterName name = new FurtherClusterName("user-sessions-2");
		assertThat(name.cacheManager()).isEqualTo("userSessions2CacheManager");
		assertThat(name.qualifier()).isEqualTo("userSessions2Memcached");
		assertThat(name.property()).isEqualTo("memcached.clusters.user-sessions-2");
	}

	@Test
	void takesAnEnvironmentVariableForThatOfANameWithDashes() {
		MockEnvironment environment = new MockEnvironment()
			.withProperty("memcached.clusters.usersessions.password", "secret")
			.withProperty("memcached.clusters.user-sessions.servers", "a:1")
			.withProperty("memcached.clusters.tokens.cache.caches.books.jitter", "0")
			.withProperty("memcached.cluster.other", "1");
		assertThat(FurtherClusterName.all(environment)).extracting(FurtherClusterName::value)
			.containsExactlyInAnyOrder("user-sessions", "tokens");
	}

}
