package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ConfigurationEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is wrong with the properties of a migration. No server is needed to find
 * out.
 */
class MigrationStartFailureTests {

	private final ApplicationContextRunner runner = MigrationContexts.on(new MemcachedNode("127.0.0.1", 1),
			"memcached.migration.phase=read-through", "memcached.migration.from.servers=127.0.0.1:2");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			from.servers            |              | are needed in phase 'read-through' of a migration
			from.servers            | a b          | expected 'host:port', 'host' or '[ipv6]:port'
			from.servers            | a:1,a:1      | A server is named twice. Name each one once.
			from.servers            | 127.0.0.1:1  | both have the key prefix 'shop'
			from.timeout            | 0s           | A time must be at least 1ms
			from.connect-timeout    | 0s           | A time must be at least 1ms
			from.pending-deletes    | 0            | The number must be at least 1.
			from.max-item-size      | 1B           | An item may have 1KB to 1GB
			from.breaker.window     | 0s           | A time must be at least 1ms
			from.password           | secret       | 'memcached.migration.from.password' is set, so this must be, too.
			from.ssl.bundle         | cache        | There is no 'SslBundles' bean.
			from.distribution-names | a,b          | There must be as many names as servers: 1.
			budget                  | 0s           | A time must be at least 1ms, for example '50ms'.
			copy-time-to-live       | 500ms        | Must be at least 1s
			longest-time-to-live    | 0s           | Must be at least 1s
			until                   | tomorrow     | Must be a date or a time with its offset
			until                   | 2027-02-30   | Must be a date or a time with its offset
			verdict.share           | 1            | Must be 0 or more and below 1.
			verdict.share           | NaN          | Must be 0 or more and below 1.
			verdict.time            | 0s           | A time must be at least 1ms
			""")
	void namesThePropertyThatIsWrong(String property, String value, String reason) {
		String name = "memcached.migration." + property;
		String text = (value != null) ? value : "";
		this.runner.withPropertyValues(name + "=" + text)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(reason)
				.hasStackTraceContaining("memcached.migration." + property.replace("password", "username")));
	}

	@Test
	void refusesAnEndpointBesideServersAndWhereTheOrderOfServersCounts() {
		ApplicationContextRunner found = this.runner
			.withPropertyValues("memcached.migration.from.discovery.endpoint=127.0.0.1:3");
		found.run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining(MutuallyExclusiveConfigurationPropertiesException.class.getName()));
		found.withPropertyValues("memcached.migration.from.servers=", "memcached.migration.from.distribution=modulo")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("it does not matter in which order servers are found"));
	}

	@Test
	void refusesServersThatTheNewClustersEndpointTells() {
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start()) {
			endpoint.tell(1, new MemcachedNode("127.0.0.1", 2));
			TestContexts.withoutServers()
				.withPropertyValues("memcached.discovery.endpoint=" + endpoint.node(),
						"memcached.cache.key-prefix=shop", "memcached.migration.phase=read-through",
						"memcached.migration.from.servers=127.0.0.1:2")
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("memcached.migration.from.servers")
					.hasStackTraceContaining("both have the key prefix 'shop'"));
		}
	}

	@Test
	void refusesToPrepareWithAClusterThatHasNoLeases() {
		this.runner
			.withPropertyValues("memcached.migration.phase=prepare", "memcached.migration.from.classic-commands=true")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("memcached.migration.from.classic-commands")
				.hasStackTraceContaining("Begin with phase 'read-through'"));
	}

	@Test
	void namesThePatternThatIsWrong() {
		this.runner
			.withPropertyValues("memcached.migration.from.format=xmemcached",
					"memcached.migration.from.key-pattern={cache}")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("The pattern must have '{key}' in it")
				.hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName()));
	}

}
