package io.github.memcachedspring.health;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.github.memcachedspring.client.InterceptedOperations;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.NodewiseOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.Verb;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.RecordingServer;
import io.github.memcachedspring.test.Undisturbed;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MemcachedHealthIndicatorTests {

	/** Longer than anything takes on a machine that is busy with other things. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final MemcachedKey KEY = KeySpace.of("", "c", "health").key("any");

	private final List<AutoCloseable> closeables = new ArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable closeable : this.closeables) {
			closeable.close();
		}
	}

	@Test
	void tellsOfEachNodeWhatItIs() {
		MemcachedServer one = server();
		MemcachedServer other = server();
		Health health = indicator(connect(one.node(), other.node())).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("degraded", false)
			.containsEntry("nodesUp", 2)
			.containsEntry("nodesDown", 0);
		assertThat(nodes(health)).containsOnlyKeys(one.node().toString(), other.node().toString());
		Map<String, Object> node = node(health, one.node());
		assertThat(node).containsOnlyKeys("reachable", "version", "latencyMillis", "metaCommands", "memoryUsed",
				"leftAlone");
		assertThat(node).containsEntry("reachable", true)
			.containsEntry("version", one.stats().get("version"))
			.containsEntry("metaCommands", true)
			.containsEntry("leftAlone", false);
		assertThat(node.get("latencyMillis")).asInstanceOf(InstanceOfAssertFactories.DOUBLE).isPositive();
	}

	/** Whoever observes commands is not to hold up the connections of all callers. */
	@Test
	void takesInAnswersOnThreadsOfItsOwn() {
		XMemcachedOperations engine = engine(server().node());
		Set<String> threads = ConcurrentHashMap.newKeySet();
		GuardedOperations operations = closing(new GuardedOperations(noting(engine, threads), () -> {
		}, GuardSettings.DEFAULTS));
		assertThat(indicator(operations).health().getStatus()).isEqualTo(Status.UP);
		assertThat(threads).containsExactly("memcached-health");
	}

	private static MemcachedOperations noting(MemcachedOperations engine, Set<String> threads) {
		return new NodewiseOperations(engine) {

			@Override
			protected NodeOperations decorate(MemcachedNode node, NodeOperations operations) {
				return new InterceptedOperations(operations, this) {

					@Override
					protected boolean isOff() {
						return false;
					}

					@Override
					protected <T extends @Nullable Object> Reply<T> intercept(Verb verb, @Nullable MemcachedKey key,
							Supplier<Reply<T>> command) {
						return command.get().map((result) -> {
							// Long enough for whoever asks to be waiting.
							LockSupport.parkNanos(20_000_000);
							threads.add(Thread.currentThread().getName());
							return result;
						});
					}

				};
			}

		};
	}

	@Test
	void tellsWhatShareOfTheMemoryIsUsed() {
		MemcachedServer server = MemcachedServer.start("-m", "4");
		this.closeables.add(server);
		for (int i = 0; i < 8; i++) {
			server.command("set k%d 0 0 131072\r\n%s".formatted(i, "x".repeat(131_072)));
		}
		double expected = server.stat("bytes") / (double) server.stat("limit_maxbytes");
		assertThat(expected).isPositive();
		assertThat(node(indicator(connect(server.node())).health(), server.node()).get("memoryUsed"))
			.asInstanceOf(InstanceOfAssertFactories.DOUBLE)
			.isBetween(expected - 0.001, expected + 0.001);
	}

	@Test
	void isUpButDegradedWhileOneNodeOfThreeIsDown() {
		MemcachedServer dead = server();
		GuardedOperations operations = connect(server().node(), dead.node(), server().node());
		dead.kill();
		Health health = healthOnceDown(indicator(operations), 1);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("degraded", true).containsEntry("nodesUp", 2);
		assertThat(node(health, dead.node())).containsEntry("reachable", false)
			.doesNotContainKeys("version", "latencyMillis", "memoryUsed", "metaCommands")
			.hasEntrySatisfying("error", (error) -> assertThat(error).asString().contains(dead.node().toString()));
		assertThat(indicator(operations, 2).health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator(operations, 3).health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void isDownWhenNoNodeAnswersAndUpAgainWhenOneDoes() {
		MemcachedServer server = server();
		MemcachedHealthIndicator indicator = indicator(connect(server.node()));
		server.kill();
		assertThat(healthOnceDown(indicator, 1).getStatus()).isEqualTo(Status.DOWN);
		server.restart();
		Awaitility.await().atMost(PATIENCE).until(() -> indicator.health().getStatus().equals(Status.UP));
	}

	@Test
	void isDownWhileNoNodeIsKnown() {
		XMemcachedOperations engine = closing(XMemcachedOperations.connect(XMemcachedSettings.ofDiscovered(List.of())));
		Health health = indicator(guard(engine)).health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("degraded", true).containsEntry("nodesUp", 0);
	}

	@Test
	void isNeverDownIfNoNodeIsNeeded() {
		MemcachedServer server = server();
		MemcachedHealthIndicator indicator = indicator(connect(server.node()), 0);
		server.kill();
		Health health = healthOnceDown(indicator, 1);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("degraded", true);
	}

	@Test
	void needsAllNodesIfThereAreFewerThanItShouldNeed() {
		assertThat(indicator(connect(server().node(), server().node()), 9).health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isUnknownWhenTheOldClusterOfAMigrationDoesNotAnswer() {
		MemcachedServer server = server();
		GuardedOperations operations = connect(server.node());
		MemcachedHealthIndicator indicator = new MemcachedHealthIndicator(
				new MemcachedCluster(MemcachedCluster.OLD, operations), PATIENCE, 1);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		server.kill();
		assertThat(healthOnceDown(indicator, 1).getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void saysWhyAServerIsRefused() {
		MemcachedServer withoutTokens = MemcachedServer.start("-C");
		this.closeables.add(withoutTokens);
		MemcachedServer good = server();
		GuardedOperations operations = guard(closing(
				XMemcachedOperations.connect(XMemcachedSettings.of(List.of(good.node(), withoutTokens.node())))));
		waitUntil(() -> operations.on(good.node()).connectionStatus().connected());
		waitUntil(() -> Boolean.FALSE.equals(operations.on(withoutTokens.node()).connectionStatus().metaCommands()));
		Health health = indicator(operations).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(node(health, withoutTokens.node())).containsEntry("reachable", false)
			.containsEntry("metaCommands", false)
			.hasEntrySatisfying("error",
					(error) -> assertThat(error).asString().contains("is refused", "its version: 1.6."));
	}

	@Test
	void doesNotKnowWhetherAServerThatIsUsedWithoutMetaCommandsHasThem() {
		MemcachedServer server = server();
		XMemcachedSettings settings = XMemcachedSettings.of(List.of(server.node())).classicCommands(true);
		GuardedOperations operations = guard(closing(XMemcachedOperations.connect(settings)));
		waitUntil(() -> operations.on(server.node()).connectionStatus().connected());
		assertThat(node(indicator(operations).health(), server.node())).containsEntry("reachable", true)
			.doesNotContainKey("metaCommands");
	}

	@Test
	void keepsTheConnectionToAProxyWithoutStatistics() {
		RecordingServer.Responder memcached = RecordingServer.emptyServer();
		RecordingServer server = RecordingServer.start((line, data) -> line.equals("stats")
				? "ERROR\r\n".getBytes(StandardCharsets.US_ASCII) : memcached.reply(line, data));
		this.closeables.add(server);
		GuardedOperations operations = connect(server.node());
		MemcachedHealthIndicator indicator = indicator(operations);
		for (int i = 0; i < 3; i++) {
			assertThat(node(indicator.health(), server.node())).containsEntry("reachable", true)
				.doesNotContainKey("memoryUsed");
		}
		assertThat(operations.on(server.node()).connectionStatus().connects()).isOne();
	}

	/** One after the other would take three times as long. */
	@Test
	void waitsForHungNodesTogetherAndNoLongerThanItsTimeout() throws Exception {
		Undisturbed.run(this::askHungNodes);
	}

	private void askHungNodes() {
		MemcachedServer good = server();
		List<MemcachedServer> hung = List.of(server(), server(), server());
		GuardedOperations operations = connect(good.node(), hung.get(0).node(), hung.get(1).node(), hung.get(2).node());
		hung.forEach(MemcachedServer::pause);
		Duration timeout = Duration.ofMillis(700);
		MemcachedHealthIndicator indicator = new MemcachedHealthIndicator(
				new MemcachedCluster(MemcachedCluster.PRIMARY, operations), timeout, 1);
		long start = System.nanoTime();
		Health health = indicator.health();
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		System.out.printf("Health with three of four servers hung, timeout 700 ms: %d ms%n", time.toMillis());
		// Commands have ten seconds each.
		assertThat(time).isBetween(timeout, timeout.multipliedBy(2));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(node(health, good.node())).containsEntry("reachable", true);
		assertThat(hung)
			.allSatisfy((server) -> assertThat(node(health, server.node())).containsEntry("reachable", false)
				.containsEntry("error", "No answer within 700 ms"));
		hung.forEach(MemcachedServer::resume);
		waitUntil(() -> Objects.equals(indicator.health().getDetails().get("nodesUp"), 4));
	}

	@Test
	void hasNoServerLeftAloneByAsking() {
		MemcachedServer hung = server();
		GuardedOperations operations = guard(closing(XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(hung.node())).timeout(Duration.ofMillis(20)))));
		waitUntil(() -> operations.on(hung.node()).connectionStatus().connected());
		MemcachedHealthIndicator indicator = indicator(operations);
		hung.pause();
		for (int i = 0; i < 2 * GuardSettings.DEFAULTS.consecutiveFailures(); i++) {
			assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		}
		assertThat(operations.status().get(0).timesLeftAlone()).isZero();
	}

	@Test
	void asksAServerThatIsLeftAloneWithoutHavingItUsedAgain() {
		MemcachedServer server = server();
		GuardSettings settings = new GuardSettings(1, 1, 20, Duration.ofSeconds(1), Duration.ofMinutes(10), 100);
		XMemcachedOperations engine = closing(XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(server.node())).timeout(Duration.ofMillis(200))));
		waitUntil(() -> engine.isConnected(server.node()));
		// Not told of connections, so that nothing but a probe takes the server back.
		GuardedOperations operations = closing(new GuardedOperations(engine, () -> {
		}, settings));
		server.pause();
		assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> operations.get(KEY).await());
		assertThat(operations.status().get(0).leftAlone()).isTrue();
		server.resume();
		MemcachedHealthIndicator indicator = indicator(operations);
		waitUntil(() -> Boolean.TRUE.equals(node(indicator.health(), server.node()).get("reachable")));
		assertThat(node(indicator.health(), server.node())).containsEntry("leftAlone", true);
	}

	@Test
	void keepsTheInterruptAndDoesNotFail() {
		MemcachedServer server = server();
		MemcachedHealthIndicator indicator = indicator(connect(server.node()));
		server.pause();
		Thread.currentThread().interrupt();
		Health health = indicator.health();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void refusesSettingsThatMakeNoSense() {
		MemcachedCluster cluster = new MemcachedCluster(MemcachedCluster.PRIMARY, connect(server().node()));
		assertThatIllegalArgumentException().isThrownBy(() -> new MemcachedHealthIndicator(cluster, Duration.ZERO, 1))
			.withMessageContaining("'timeout'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MemcachedHealthIndicator(cluster, Duration.ofSeconds(1), -1))
			.withMessageContaining("'minimumNodesUp'");
	}

	private MemcachedServer server() {
		MemcachedServer server = MemcachedServer.start();
		this.closeables.add(server);
		return server;
	}

	private GuardedOperations connect(MemcachedNode... nodes) {
		return guard(engine(nodes));
	}

	private XMemcachedOperations engine(MemcachedNode... nodes) {
		XMemcachedOperations engine = closing(
				XMemcachedOperations.connect(XMemcachedSettings.of(List.of(nodes)).timeout(Duration.ofSeconds(10))));
		engine.nodes().forEach((node) -> waitUntil(() -> engine.isConnected(node)));
		return engine;
	}

	private GuardedOperations guard(XMemcachedOperations engine) {
		GuardedOperations guarded = closing(new GuardedOperations(engine, () -> {
		}, GuardSettings.DEFAULTS));
		engine.addListener(guarded);
		return guarded;
	}

	private <T extends AutoCloseable> T closing(T closeable) {
		this.closeables.add(0, closeable);
		return closeable;
	}

	private static MemcachedHealthIndicator indicator(GuardedOperations operations) {
		return indicator(operations, 1);
	}

	private static MemcachedHealthIndicator indicator(GuardedOperations operations, int minimumNodesUp) {
		return new MemcachedHealthIndicator(new MemcachedCluster(MemcachedCluster.PRIMARY, operations), PATIENCE,
				minimumNodesUp);
	}

	/** A connection may look sound for a moment after the server is gone. */
	private static Health healthOnceDown(MemcachedHealthIndicator indicator, int nodesDown) {
		waitUntil(() -> indicator.health().getDetails().get("nodesDown").equals(nodesDown));
		return indicator.health();
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(PATIENCE)
			.until(condition);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> nodes(Health health) {
		return (Map<String, Object>) Objects.requireNonNull(health.getDetails().get("nodes"));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> node(Health health, MemcachedNode node) {
		return (Map<String, Object>) Objects.requireNonNull(nodes(health).get(node.toString()));
	}

}
