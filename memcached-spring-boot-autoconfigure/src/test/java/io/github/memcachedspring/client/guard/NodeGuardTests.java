package io.github.memcachedspring.client.guard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.InterceptedOperations;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedRejectedException;
import io.github.memcachedspring.client.MemcachedRejectedException.Reason;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.client.Verb;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.ManualTimer;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a guard does about things that happen at one certain moment of a command.
 */
class NodeGuardTests {

	private static final MemcachedKey KEY = KeySpace.of("", "c", "node-guard").key("k");

	/** Leaves the node alone after one failure. */
	private static final GuardSettings SENSITIVE = new GuardSettings(1, 0.5, 20, Duration.ofSeconds(1),
			Duration.ofSeconds(1), 10);

	private final MemcachedServer server = MemcachedServer.start();

	private final MemcachedNode node = this.server.node();

	private final XMemcachedOperations engine = XMemcachedOperations
		.connect(XMemcachedSettings.of(List.of(this.node)).timeout(Duration.ofSeconds(10)));

	private final ManualTimer timer = new ManualTimer();

	private Runnable afterSending = () -> {
	};

	private boolean tooManyInFlight;

	private final NodeGuard guard = new NodeGuard(new Target(), this.node, SENSITIVE, this.timer, () -> true,
			(heir) -> {
			});

	@AfterEach
	void close() {
		this.timer.shutdownNow();
		this.engine.close();
		this.server.close();
	}

	@Test
	void aStoreDoesNotMakeUpForWhatFailedAfterItWasSent() {
		waitUntil(() -> this.engine.isConnected(this.node));
		this.afterSending = () -> this.guard.owe(KEY);
		Reply<StoreResult> reply = this.guard.put(KEY, new byte[1], Expiration.after(Duration.ofMinutes(1)));
		this.afterSending = () -> {
		};
		assertThat(reply.await()).isEqualTo(StoreResult.STORED);
		assertThat(this.guard.status().pendingDeletes()).isOne();
		assertThat(this.guard.get(KEY).await()).isNull();
	}

	@Test
	void thatTooManyCommandsAreInFlightDoesNotSpeakAgainstTheNodeWhenItMeetsARemoval() {
		waitUntil(() -> this.engine.isConnected(this.node));
		this.tooManyInFlight = true;
		this.guard.owe(KEY);
		for (int i = 0; i < 3; i++) {
			waitUntil(() -> this.timer.runNext(SENSITIVE.probeInterval()));
			assertThat(this.guard.status()).matches((status) -> !status.leftAlone() && status.pendingDeletes() == 1);
		}
		this.tooManyInFlight = false;
		waitUntil(() -> this.timer.runNext(SENSITIVE.probeInterval()));
		waitUntil(() -> this.guard.status().pendingDeletes() == 0);
		assertThat(this.guard.status().timesLeftAlone()).isZero();
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofSeconds(30))
			.until(condition);
	}

	/** The node as this test wants it. */
	private final class Target extends InterceptedOperations {

		Target() {
			super(NodeGuardTests.this.engine.on(NodeGuardTests.this.node), NodeGuardTests.this.engine);
		}

		@Override
		protected boolean isOff() {
			return false;
		}

		@Override
		protected <T extends @Nullable Object> Reply<T> intercept(Verb verb, @Nullable MemcachedKey key,
				Supplier<Reply<T>> command) {
			if (NodeGuardTests.this.tooManyInFlight) {
				return Reply.failed(new MemcachedRejectedException("Too many", NodeGuardTests.this.node,
						Reason.TOO_MANY_IN_FLIGHT));
			}
			Reply<T> reply = command.get();
			NodeGuardTests.this.afterSending.run();
			return reply;
		}

	}

}
