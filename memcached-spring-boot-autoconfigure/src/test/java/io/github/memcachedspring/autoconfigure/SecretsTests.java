package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.Credentials;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks for the password where it must not be.
 */
class SecretsTests {

	private static final String CANARY = "canary-7f3a";

	@Test
	void actuatorShowsNoPassword() {
		TestContexts.with(new MemcachedNode("127.0.0.1", 1))
			.withConfiguration(AutoConfigurations.of(MemcachedSanitizingAutoConfiguration.class,
					EndpointAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
					ConfigurationPropertiesReportEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*", "management.endpoint.env.show-values=always",
					"management.endpoint.configprops.show-values=always", "memcached.username=canary-user",
					"memcached.password=" + CANARY, "memcached.migration.phase=read-through",
					"memcached.migration.from.servers=127.0.0.1:2", "memcached.migration.from.username=canary-user",
					"memcached.migration.from.password=" + CANARY,
					"memcached.clusters.user-sessions.servers=127.0.0.1:3",
					"memcached.clusters.user-sessions.username=canary-user",
					"memcached.clusters.user-sessions.password=" + CANARY)
			.withInitializer((context) -> {
				context.getEnvironment()
					.getPropertySources()
					.addLast(new SystemEnvironmentPropertySource("systemEnvironment-of-the-test",
							Map.of("MEMCACHED_PASSWORD", CANARY, "MEMCACHED_CLUSTERS_USERSESSIONS_PASSWORD", CANARY,
									"SPRING_APPLICATION_JSON",
									"{\"memcached\":{\"password\":\"%s\"}}".formatted(CANARY))));
				context.getEnvironment()
					.getPropertySources()
					.addLast(new MapPropertySource("command",
							Map.of("sun.java.command", "shop.jar --memcached.password=" + CANARY)));
			})
			.run((context) -> {
				JsonMapper json = JsonMapper.shared();
				String env = json.writeValueAsString(context.getBean(EnvironmentEndpoint.class).environment(null));
				String one = json.writeValueAsString(
						context.getBean(EnvironmentEndpoint.class).environmentEntry("memcached.password"));
				String properties = json.writeValueAsString(
						context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
				assertThat(Stream.of(env, one, properties))
					.allSatisfy((text) -> assertThat(text).contains("******").doesNotContain(CANARY));
				assertThat(env).contains("canary-user");
				assertThat(properties).contains("canary-user");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			memcached.password                   | x
			memcached.migration.from.password    | x
			memcached.clusters.sessions.password | x
			MEMCACHED_MIGRATION_FROM_PASSWORD    | x
			sun.java.command                     | a.jar --memcached.password=x
			JAVA_TOOL_OPTIONS                    | -Dmemcached.migration.from.password=x
			SPRING_APPLICATION_JSON              | {"memcached": {"servers": "a:1", "password" : "x"}}
			""")
	void takesForASecret(String name, String value) {
		assertThat(MemcachedSecrets.isSecret(new SanitizableData(null, name, value))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			memcached.username        | shop
			memcached.password-policy | none
			spring.mail.password      | x
			java.class.path           | /lib/memcached-embedded.jar:/lib/password-tools.jar
			""")
	void leavesOpen(String name, String value) {
		assertThat(MemcachedSecrets.isSecret(new SanitizableData(null, name, value))).isFalse();
		assertThat(MemcachedSecrets.isSecret(new SanitizableData(null, name, null))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop:" + CANARY, "shop:another", "other:" + CANARY })
	void logsAndFailuresDoNotTellThePassword(String entry, @TempDir Path directory) throws IOException {
		Path passwords = Files.write(directory.resolve("passwords"), List.of(entry));
		List<String> said = new ArrayList<>();
		try (MemcachedServer server = MemcachedServer.start("-Y", passwords.toString()); Log log = new Log()) {
			TestContexts.withCaching(server.node())
				.withPropertyValues("memcached.username=shop", "memcached.password=" + CANARY)
				.run((context) -> {
					MemcachedOperations operations = context.getBean(MemcachedOperations.class);
					Awaitility.await().until(() -> {
						String answer = ask(operations);
						said.add(answer);
						return answer.equals("true") || answer.contains("denies access");
					});
					server.kill();
					Awaitility.await().until(() -> !ask(operations).equals("true"));
					said.add(ask(operations));
				});
			said.addAll(log.lines());
		}
		assertThat(said).hasSizeGreaterThan(50).allSatisfy((line) -> assertThat(line).doesNotContain(CANARY));
	}

	private static String ask(MemcachedOperations operations) {
		try {
			return String.valueOf(operations.on(operations.nodes().get(0)).ping().await());
		}
		catch (MemcachedException ex) {
			return ex + " " + ex.getCause();
		}
	}

	@Test
	void credentialsDescribeThemselvesWithoutThePassword() {
		assertThat(new Credentials("shop", CANARY)).hasToString("Credentials[shop]");
	}

	/** All that is logged by anybody, at any level. */
	private static final class Log implements AutoCloseable {

		private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

		private final Map<Logger, Level> levels = new LinkedHashMap<>();

		private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

		Log() {
			for (Logger logger : this.context.getLoggerList()) {
				if (logger.getLevel() != null) {
					this.levels.put(logger, logger.getLevel());
				}
			}
			for (String name : List.of(org.slf4j.Logger.ROOT_LOGGER_NAME, "com.google.code.yanf4j", "remoting",
					"net.rubyeye.xmemcached", "io.github.memcachedspring")) {
				Logger logger = this.context.getLogger(name);
				this.levels.putIfAbsent(logger, Level.INFO);
				logger.setLevel(Level.TRACE);
			}
			this.appender.start();
			Logger root = this.context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
			root.addAppender(this.appender);
		}

		List<String> lines() {
			return List.copyOf(this.appender.list)
				.stream()
				.map((event) -> event.getFormattedMessage() + ((event.getThrowableProxy() != null)
						? ThrowableProxyUtil.asString(event.getThrowableProxy()) : ""))
				.toList();
		}

		@Override
		public void close() {
			this.context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this.appender);
			this.levels.forEach(Logger::setLevel);
		}

	}

}
