package io.github.memcachedspring.autoconfigure.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.test.Connections;
import net.rubyeye.xmemcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedMemcachedAutoConfigurationTests {

	private static final MemcachedKey KEY = KeySpace.of("", "test", "embedded").key("k");

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MemcachedAutoConfiguration.class, EmbeddedMemcachedAutoConfiguration.class))
		.withPropertyValues("memcached.timeout=5s");

	@Test
	void startsAServerThatTheClientUsesAndSaysSoInOneLine(CapturedOutput output) {
		this.runner.run((context) -> {
			EmbeddedMemcached server = context.getBean(EmbeddedMemcached.class);
			MemcachedOperations operations = context.getBean(MemcachedOperations.class);
			assertThat(nodes(context.getBean(MemcachedConnectionDetails.class))).isEqualTo(server.address());
			Connections.await(context);
			assertThat(operations.put(KEY, new byte[1], MINUTE).await()).isEqualTo(StoreResult.STORED);
			assertThat(operations.get(KEY).await()).isNotNull();
			assertThat(output.getAll().lines().filter((line) -> line.contains("mbedded"))).singleElement()
				.asString()
				.contains("INFO", "Using an embedded memcached at " + server.address(),
						"set 'memcached.servers' to use another");
		});
	}

	private static String nodes(MemcachedConnectionDetails details) {
		return details.getNodes().toString().replaceAll("[\\[\\]]", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "memcached.servers=127.0.0.1:1", "memcached.servers[0]=127.0.0.1:1" })
	void startsNothingWhenServersAreConfigured(String property) {
		this.runner.withPropertyValues(property, "memcached.embedded.enabled=true").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedMemcached.class);
			assertThat(nodes(context.getBean(MemcachedConnectionDetails.class))).isEqualTo("127.0.0.1:1");
		});
	}

	@Test
	void doesNotHideThatServersAreConfiguredWrongly() {
		this.runner.withPropertyValues("memcached.servers=")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("At least one server is needed"));
	}

	@Test
	void doesNotHideThatServersAreSetAsAnotherStarterHasIt() {
		ApplicationContextRunner former = this.runner.withPropertyValues("memcached.cache.servers=127.0.0.1:1");
		former.run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.hasStackTraceContaining("memcached.cache.servers")
			.hasStackTraceContaining("That is a property of the Sixhours starter. Set 'memcached.servers' instead"));
		former.withPropertyValues("memcached.embedded.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(EmbeddedMemcached.class));
	}

	@Test
	void startsNothingWhenTheApplicationKnowsWhereTheServersAre() {
		MemcachedNode node = new MemcachedNode("127.0.0.1", 1);
		this.runner.withBean(MemcachedConnectionDetails.class, () -> () -> List.of(node))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedMemcached.class));
	}

	@Test
	void startsNothingWhenTheApplicationHasAClient() {
		XMemcachedSettings settings = XMemcachedSettings.of(List.of(new MemcachedNode("127.0.0.1", 1)));
		this.runner.withBean(MemcachedOperations.class, () -> XMemcachedOperations.connect(settings))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedMemcached.class));
	}

	@Test
	void startsNothingWhenSwitchedOff() {
		this.runner.withPropertyValues("memcached.embedded.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedMemcached.class);
			assertThat(nodes(context.getBean(MemcachedConnectionDetails.class))).isEqualTo("localhost:11211");
		});
	}

	@Test
	void startsNothingWithoutTheDriver() {
		this.runner.withClassLoader(new FilteredClassLoader(MemcachedClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedMemcached.class));
	}

	@Test
	void endsWithTheContext() {
		int[] port = new int[1];
		this.runner.run((context) -> port[0] = context.getBean(EmbeddedMemcached.class).port());
		assertThat(Ports.isListening(port[0])).isFalse();
	}

	@Test
	void givesEachContextAServerOfItsOwn() {
		this.runner.run((first) -> this.runner.run((second) -> {
			assertThat(first.getBean(EmbeddedMemcached.class).port())
				.isNotEqualTo(second.getBean(EmbeddedMemcached.class).port());
			Connections.await(first);
			Connections.await(second);
			first.getBean(MemcachedOperations.class).put(KEY, new byte[1], MINUTE).await();
			assertThat(second.getBean(MemcachedOperations.class).get(KEY).await()).isNull();
		}));
	}

	@Test
	void listensOnThePortThatIsSet() throws IOException {
		int port = Ports.free();
		this.runner.withPropertyValues("memcached.embedded.port=" + port)
			.run((context) -> assertThat(context.getBean(EmbeddedMemcached.class).port()).isEqualTo(port));
	}

	@Test
	void takesItemsAsLargeAsTheClientSends() {
		this.runner.withPropertyValues("memcached.max-item-size=4MB", "memcached.embedded.memory-limit=8MB")
			.run((context) -> {
				Connections.await(context);
				byte[] large = new byte[3 * 1024 * 1024];
				assertThat(context.getBean(MemcachedOperations.class).put(KEY, large, MINUTE).await())
					.isEqualTo(StoreResult.STORED);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			memcached.embedded.port         | 65536 | between 0 (any free one) and 65535
			memcached.embedded.memory-limit | 1MB   | Must be at least twice 'memcached.max-item-size' (1048576B).
			memcached.max-item-size         | 10B   | at least 1024 bytes
			""")
	void namesTheSettingThatIsWrong(String property, String value, String rule) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("Property " + property + " with value")
				.hasStackTraceContaining(rule));
	}

	@Test
	void saysThatThePortIsTaken() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.runner.withPropertyValues("memcached.embedded.port=" + taken.getLocalPort())
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining("Property memcached.embedded.port with value '" + taken.getLocalPort())
					.hasStackTraceContaining("0 takes any that is free"));
		}
	}

}
