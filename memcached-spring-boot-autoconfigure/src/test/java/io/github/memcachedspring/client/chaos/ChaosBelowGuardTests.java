package io.github.memcachedspring.client.chaos;

import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedRejectedException;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that what keeps faults away meets trouble on order as it does memcached's.
 */
@ExtendWith(MemcachedServerExtension.class)
class ChaosBelowGuardTests {

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final int FAILURES = 5;

	private final MemcachedServer server;

	private final MemcachedChaos chaos = new MemcachedChaos();

	private final MemcachedKey key = KeySpace.of("", "chaos", "guarded").key("key-" + System.nanoTime());

	private XMemcachedOperations engine;

	private GuardedOperations operations;

	ChaosBelowGuardTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void connect() {
		this.engine = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(this.server.node())).timeout(Duration.ofSeconds(20)));
		Awaitility.await().until(() -> this.engine.isConnected(this.server.node()));
		GuardSettings settings = new GuardSettings(FAILURES, 1, 1000, Duration.ofSeconds(1), Duration.ofMillis(50),
				100);
		this.operations = new GuardedOperations(new ChaosOperations(this.engine, this.chaos, Duration.ofMillis(20)),
				this.engine::close, settings);
		this.operations.put(this.key, new byte[1], MINUTE).await();
	}

	@AfterEach
	void close() {
		this.operations.close();
	}

	@Test
	void aNodeThatHangsIsLeftAloneUntilItDoesNot() {
		this.chaos.hang(true);
		for (int i = 0; i < FAILURES; i++) {
			assertThat(failureOfRead()).isInstanceOf(MemcachedTimeoutException.class);
		}
		assertThat(failureOfRead()).isInstanceOf(MemcachedRejectedException.class);
		this.chaos.reset();
		awaitValue();
	}

	@Test
	void aNodeThatFailsIsLeftAloneUntilItDoesNot() {
		this.chaos.on(this.server.node()).errorRate(1);
		assertThat(failureOfRead()).isInstanceOf(MemcachedConnectionException.class);
		// Failures of connections within a moment count as one.
		Awaitility.await().until(() -> failureOfRead() instanceof MemcachedRejectedException);
		this.chaos.reset();
		awaitValue();
	}

	@Test
	void whatCouldNotBeRemovedIsRemovedAfterwards() {
		this.chaos.errorRate(1);
		assertThat(catchThrowableOfType(MemcachedException.class, () -> this.operations.evict(this.key).await()))
			.isInstanceOf(MemcachedConnectionException.class);
		this.chaos.reset();
		assertThat(this.operations.get(this.key).await()).isNull();
	}

	private @Nullable MemcachedException failureOfRead() {
		return catchThrowableOfType(MemcachedException.class, () -> this.operations.get(this.key).await());
	}

	private void awaitValue() {
		Awaitility.await().ignoreExceptionsInstanceOf(MemcachedRejectedException.class).until(() -> {
			Item item = this.operations.get(this.key).await();
			return item != null;
		});
	}

}
