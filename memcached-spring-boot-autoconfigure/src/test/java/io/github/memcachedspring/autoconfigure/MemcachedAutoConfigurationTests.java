package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MemcachedAutoConfiguration}.
 */
@ExtendWith(MemcachedServerExtension.class)
class MemcachedAutoConfigurationTests {

	private static final MemcachedKey KEY = KeySpace.of("client", "c", "tests").key("key");

	private final MemcachedServer server;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MemcachedAutoConfiguration.class))
		.withPropertyValues("memcached.timeout=5s");

	MemcachedAutoConfigurationTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void refusesServersUnderTheNameOfTheSixhoursStarter() {
		servers("memcached.cache.servers=cache-1:11211,cache-2:11211").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
				assertThat(ex.getName()).isEqualTo("memcached.cache.servers");
				assertThat(ex.getReason()).contains("'memcached.servers'");
			}));
	}

	@Test
	void toleratesServersUnderThatNameBesideItsOwn() {
		servers("memcached.cache.servers=cache-1:11211", "memcached.servers=" + this.server.node())
			.run((context) -> assertThat(context.getBean(MemcachedOperations.class).nodes())
				.containsExactly(this.server.node()));
	}

	@Test
	void connectsToTheServerOfTheProperties() {
		servers("memcached.servers=" + this.server.node()).run((context) -> {
			MemcachedOperations operations = context.getBean(MemcachedOperations.class);
			assertThat(operations.nodes()).containsExactly(this.server.node());
			Connections.await(context);
			operations.put(KEY, new byte[] { 'x' }, Expiration.NEVER).await();
			assertThat(this.server.command("mg client:c:tests:key v")).isEqualTo("VA 1\r\nx");
		});
	}

	@Test
	void connectsToTheUsualPortOfThisHostByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(MemcachedOperations.class).nodes())
			.containsExactly(new MemcachedNode("localhost", 11211)));
	}

	@Test
	void acceptsServersSeparatedByCommas() {
		servers("memcached.servers=127.0.0.1:1, [::1]:2,127.0.0.1")
			.run((context) -> assertThat(nodes(context)).containsExactly("127.0.0.1:1", "[::1]:2", "127.0.0.1:11211"));
	}

	@Test
	void acceptsServersAsAList() {
		servers("memcached.servers[0]=127.0.0.1:1", "memcached.servers[1]=127.0.0.1:2")
			.run((context) -> assertThat(nodes(context)).containsExactly("127.0.0.1:1", "127.0.0.1:2"));
	}

	@Test
	void acceptsServersAsAListInYaml() {
		assertThatYamlGives("memcached:\n  servers:\n  - 127.0.0.1:1\n  - '[::1]:2'\n");
		assertThatYamlGives("memcached:\n  servers: 127.0.0.1:1,[::1]:2\n");
	}

	private void assertThatYamlGives(String yaml) {
		this.runner.withInitializer((context) -> addYaml(context, yaml))
			.run((context) -> assertThat(nodes(context)).containsExactly("127.0.0.1:1", "[::1]:2"));
	}

	private static void addYaml(ConfigurableApplicationContext context, String yaml) {
		try {
			new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(yaml.getBytes()))
				.forEach(context.getEnvironment().getPropertySources()::addFirst);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void waitsForAnAnswerAsLongAsTheTimeoutSays() {
		try (MemcachedServer hung = MemcachedServer.start()) {
			servers("memcached.servers=" + hung.node(), "memcached.timeout=77ms").run((context) -> {
				Connections.await(context);
				hung.pause();
				assertThatExceptionOfType(MemcachedTimeoutException.class).isThrownBy(() -> get(context))
					.withMessageContaining("within 77 ms");
			});
		}
	}

	/** While the server is left alone for its failures, the last of them is not told. */
	@Test
	void connectsForAsLongAsTheConnectTimeoutSays() {
		try (MemcachedServer hung = MemcachedServer.start()) {
			hung.pause();
			servers("memcached.servers=" + hung.node(), "memcached.connect-timeout=78ms",
					"memcached.breaker.consecutive-failures=10000", "memcached.breaker.minimum-calls=10000")
				.run((context) -> Awaitility.await()
					.untilAsserted(
							() -> assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> get(context))
								.havingCause()
								.withMessage("no connection within 78 ms, the server did not answer")));
		}
	}

	@Test
	void readsNoItemBeyondTheLimit() {
		servers("memcached.servers=" + this.server.node(), "memcached.max-item-size=2KB").run((context) -> {
			Connections.await(context);
			store(3000);
			assertThatExceptionOfType(ItemTooLargeException.class).isThrownBy(() -> get(context));
			store(2000);
			get(context);
		});
	}

	@Test
	void closesTheClientWithTheContext() {
		servers("memcached.servers=" + this.server.node()).run((context) -> {
			Connections.await(context);
			NodeOperations node = context.getBean(MemcachedOperations.class).on(this.server.node());
			assertThat(node.ping().await()).isTrue();
			context.close();
			assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(() -> node.ping().await());
		});
	}

	@Test
	void asksTheCustomizersInOrder() {
		servers("memcached.servers=" + this.server.node(), "memcached.max-item-size=9KB")
			.withUserConfiguration(TwoCustomizers.class)
			.run((context) -> {
				Connections.await(context);
				store(3000);
				assertThatExceptionOfType(ItemTooLargeException.class).isThrownBy(() -> get(context));
			});
	}

	@Test
	void prefersConnectionDetailsToTheProperties() {
		servers("memcached.servers=no.such.host:1").withBean(MemcachedConnectionDetails.class, this::details)
			.run((context) -> {
				assertThat(context).hasSingleBean(MemcachedConnectionDetails.class);
				assertThat(nodes(context)).containsExactly(this.server.node().toString());
			});
	}

	private MemcachedConnectionDetails details() {
		return () -> List.of(this.server.node());
	}

	@Test
	void backsOffBeforeOperationsOfTheApplication() {
		servers("memcached.servers=" + this.server.node())
			.withBean("mine", XMemcachedOperations.class,
					() -> XMemcachedOperations.connect(XMemcachedSettings.of(List.of(this.server.node()))))
			.run((context) -> assertThat(context).getBeans(MemcachedOperations.class).containsOnlyKeys("mine"));
	}

	private ApplicationContextRunner servers(String... properties) {
		return this.runner.withPropertyValues(properties);
	}

	private void store(int size) {
		assertThat(this.server.command("ms client:c:tests:key %d\r\n%s".formatted(size, "x".repeat(size))))
			.isEqualTo("HD");
	}

	private static void get(BeanFactory context) {
		context.getBean(MemcachedOperations.class).get(KEY).await();
	}

	private static List<String> nodes(BeanFactory context) {
		return context.getBean(MemcachedOperations.class).nodes().stream().map(MemcachedNode::toString).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoCustomizers {

		@Bean
		@Order(2)
		XMemcachedSettingsCustomizer last() {
			return (settings) -> settings.maxItemSize(2 * 1024);
		}

		@Bean
		@Order(1)
		XMemcachedSettingsCustomizer first() {
			return (settings) -> settings.maxItemSize(5 * 1024);
		}

	}

}
