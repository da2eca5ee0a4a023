package io.github.memcachedspring.autoconfigure.embedded;

import java.net.URL;
import java.time.Duration;
import java.util.function.BiConsumer;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.test.Connections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts one after the other, each with a class loader as DevTools makes it for each
 * start of an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class RestartKeeperTests {

	private static final MemcachedKey KEY = KeySpace.of("", "test", "restart").key("k");

	@AfterEach
	void end() {
		RestartKeeper.closeIdle();
	}

	private static ClassLoader restartClassLoader(URL... reloaded) {
		return new RestartClassLoader(RestartKeeperTests.class.getClassLoader(), reloaded);
	}

	private static ApplicationContextRunner application(String... properties) {
		return new ApplicationContextRunner().withClassLoader(restartClassLoader())
			.withConfiguration(
					AutoConfigurations.of(MemcachedAutoConfiguration.class, EmbeddedMemcachedAutoConfiguration.class))
			.withPropertyValues("memcached.timeout=5s")
			.withPropertyValues(properties);
	}

	/** Starts and ends an application; returns its server's port. */
	private static int start(BiConsumer<EmbeddedMemcached, MemcachedOperations> use, String... properties) {
		int[] port = new int[1];
		application(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			EmbeddedMemcached server = context.getBean(EmbeddedMemcached.class);
			port[0] = server.port();
			Connections.await(context);
			use.accept(server, context.getBean(MemcachedOperations.class));
		});
		return port[0];
	}

	private static void put(EmbeddedMemcached server, MemcachedOperations operations) {
		operations.put(KEY, new byte[1], Expiration.after(Duration.ofMinutes(1))).await();
	}

	@Test
	void keepsServerAndEntriesWhileTheApplicationRestarts(CapturedOutput output) {
		int port = start(RestartKeeperTests::put);
		assertThat(output).doesNotContain("from before the restart");
		assertThat(Ports.isListening(port)).isTrue();
		int second = start((server, operations) -> assertThat(operations.get(KEY).await()).isNotNull());
		assertThat(second).isEqualTo(port);
		assertThat(output).contains("at 127.0.0.1:%d with its entries from before the restart".formatted(port));
		assertThat(start((server, operations) -> assertThat(operations.get(KEY).await()).isNotNull())).isEqualTo(port);
	}

	@Test
	void startsAnewWhenTheSettingsChange() {
		int port = start(RestartKeeperTests::put);
		int second = start((server, operations) -> {
			assertThat(operations.get(KEY).await()).isNull();
			assertThat((server.port() == port) || !Ports.isListening(port)).isTrue();
		}, "memcached.embedded.memory-limit=32MB");
		assertThat(Ports.isListening(second)).isTrue();
	}

	@Test
	void endsTheServerWhenTheApplicationUsesOthers() {
		int port = start(RestartKeeperTests::put);
		application("memcached.servers=127.0.0.1:1").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedMemcached.class);
			assertThat(Ports.isListening(port)).isFalse();
		});
	}

	@Test
	void givesASecondContextOfTheApplicationAServerOfItsOwn() {
		int[] ports = new int[2];
		ports[0] = start((server, operations) -> ports[1] = start(RestartKeeperTests::put));
		assertThat(ports[1]).isNotEqualTo(ports[0]);
		assertThat(Ports.isListening(ports[0])).isTrue();
		assertThat(Ports.isListening(ports[1])).isFalse();
	}

	@Test
	void keepsNothingWithoutDevTools() {
		ClassLoader usual = getClass().getClassLoader();
		assertThat(RestartKeeper.outlives(usual)).isFalse();
		assertThat(RestartKeeper.outlives(null)).isFalse();
		assertThat(RestartKeeper.outlives(new FilteredClassLoader("none"))).isFalse();
		assertThat(RestartKeeper.outlives(restartClassLoader())).isTrue();
	}

	/** As when the library itself is open in the IDE: its static fields do not last. */
	@Test
	void keepsNothingWhenItIsLoadedAnewItself() throws Exception {
		URL library = RestartKeeper.class.getProtectionDomain().getCodeSource().getLocation();
		ClassLoader loader = restartClassLoader(library);
		Class<?> reloaded = loader.loadClass(RestartKeeper.class.getName());
		assertThat(reloaded).isNotSameAs(RestartKeeper.class);
		var outlives = reloaded.getDeclaredMethod("outlives", ClassLoader.class);
		outlives.setAccessible(true);
		assertThat(outlives.invoke(null, loader)).isEqualTo(false);
	}

}
