package io.github.memcachedspring.autoconfigure.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class EmbeddedMemcachedExtensionTests {

	private static final MemcachedKey KEY = KeySpace.of("", "test", "extension").key("k");

	private static XMemcachedOperations connect(EmbeddedMemcached memcached) {
		MemcachedNode node = MemcachedNode.parse(memcached.address());
		XMemcachedOperations operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(node)).timeout(Duration.ofSeconds(5)));
		await().ignoreExceptions().until(() -> operations.on(node).ping().await());
		return operations;
	}

	@Nested
	@ExtendWith(EmbeddedMemcachedExtension.class)
	class EachTest {

		private static final List<EmbeddedMemcached> servers = new ArrayList<>();

		private final EmbeddedMemcached memcached;

		EachTest(EmbeddedMemcached memcached) {
			this.memcached = memcached;
		}

		@BeforeEach
		void remember(EmbeddedMemcached same) {
			assertThat(same).isSameAs(this.memcached);
			assertThat(Ports.isListening(same.port())).isTrue();
			assertThat(servers).doesNotContain(same);
			servers.add(same);
		}

		@Test
		void movesTheClockSoThatEntriesExpire(EmbeddedMemcached same) {
			assertThat(same).isSameAs(this.memcached);
			try (XMemcachedOperations operations = connect(this.memcached)) {
				operations.put(KEY, new byte[1], Expiration.after(Duration.ofMinutes(10))).await();
				this.memcached.clock().advance(Duration.ofMinutes(9));
				assertThat(operations.get(KEY).await()).isNotNull();
				this.memcached.clock().advance(Duration.ofMinutes(1));
				assertThat(operations.get(KEY).await()).isNull();
			}
		}

		@Test
		void hasAServerOfItsOwn() {
			assertThat(servers).endsWith(this.memcached).doesNotHaveDuplicates();
		}

		@AfterAll
		static void allAreClosed() {
			assertThat(servers).hasSize(2).noneMatch((server) -> Ports.isListening(server.port()));
		}

	}

	@Nested
	@ExtendWith(EmbeddedMemcachedExtension.class)
	class AllTests {

		private static EmbeddedMemcached shared;

		@BeforeAll
		static void start(EmbeddedMemcached memcached) {
			shared = memcached;
		}

		@RepeatedTest(2)
		void shareARunningServerButNoFaults(EmbeddedMemcached memcached) {
			assertThat(memcached).isSameAs(shared);
			assertThat(Ports.isListening(memcached.port())).isTrue();
			memcached.faults().newConnections().refuse();
			assertThat(Ports.isListening(memcached.port())).isFalse();
		}

	}

	@Nested
	@TestInstance(Lifecycle.PER_CLASS)
	@ExtendWith(EmbeddedMemcachedExtension.class)
	class OneInstance {

		private final EmbeddedMemcached memcached;

		OneInstance(EmbeddedMemcached memcached) {
			this.memcached = memcached;
		}

		@Test
		void sharesTheServerOfItsConstructor(EmbeddedMemcached same) {
			assertThat(same).isSameAs(this.memcached);
		}

		@AfterEach
		void isStillRunning() {
			assertThat(Ports.isListening(this.memcached.port())).isTrue();
		}

	}

	@Nested
	class Settings {

		@RegisterExtension
		private final EmbeddedMemcachedExtension extension = new EmbeddedMemcachedExtension(
				(builder) -> builder.maxItemSize(2048));

		@Test
		void areThoseOfTheField(EmbeddedMemcached memcached) {
			try (XMemcachedOperations operations = connect(memcached)) {
				assertThatExceptionOfType(ItemTooLargeException.class)
					.isThrownBy(() -> operations.put(KEY, new byte[4096], Expiration.NEVER).await());
			}
		}

	}

}
