package io.github.memcachedspring.client.xmemcached;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.test.FailingTimer;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts to connect that are hit by something between two of their steps.
 */
class ReconnectionTests {

	private static final Duration SOON = Duration.ofMillis(100);

	@Test
	void connectsAgainAfterAnAttemptWasLostForWantOfMemory() {
		try (MemcachedServer server = MemcachedServer.start()) {
			FailingTimer timer = new FailingTimer();
			Engine engine = new Engine(Engines.settings(server.node()), AddressResolver.SYSTEM, timer);
			engine.start();
			NodeConnection connection = connection(server, engine);
			try {
				connection.connect();
				waitUntil(() -> connection.session() != null);
				timer.setFailing(true);
				server.kill();
				waitUntil(() -> connection.session() == null && timer.failures() > 0);
				timer.setFailing(false);
				server.restart();
				waitUntil(() -> {
					connection.connectIfOverdue(SOON);
					return connection.session() != null;
				});
			}
			finally {
				engine.markStopped();
				engine.stop();
			}
		}
	}

	/** The name service may have answered just then. */
	@Test
	void anAttemptToConnectEndsAlsoIfTheClientIsClosedAtThatMoment() throws Exception {
		try (MemcachedServer server = MemcachedServer.start(); FullBacklog silent = new FullBacklog()) {
			Engine engine = new Engine(Engines.settings(server.node()), AddressResolver.SYSTEM);
			engine.start();
			engine.markStopped();
			engine.stop();
			ConnectAttempt attempt = new ConnectAttempt(connection(server, engine), engine, 0);
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.port());
			CompletableFuture<Void> opened = CompletableFuture
				.runAsync(() -> engine.connector().open(address, attempt));
			assertThat(opened).succeedsWithin(20, TimeUnit.SECONDS);
		}
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await().dontCatchUncaughtExceptions().atMost(Engines.PATIENCE).until(condition);
	}

	private static NodeConnection connection(MemcachedServer server, Engine engine) {
		return new NodeConnection(server.node(), engine, () -> {
		});
	}

}
