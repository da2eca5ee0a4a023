package io.github.memcachedspring.client.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ConfigurationEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
class NodeDiscoveryTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final MemcachedNode A = MemcachedNode.parse("a.example:11211");

	private static final MemcachedNode B = MemcachedNode.parse("b.example:11212");

	private final List<AutoCloseable> closeables = new ArrayList<>();

	private final ConfigurationEndpoint endpoint = closing(ConfigurationEndpoint.start());

	private final List<List<MemcachedNode>> told = new CopyOnWriteArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable closeable : this.closeables) {
			closeable.close();
		}
	}

	@Test
	void tellsTheNodesThatAreKnownAndEveryChangeAndNothingElse() {
		this.endpoint.tell(1, A);
		NodeDiscovery discovery = discovery();
		assertThat(discovery.awaitNodes(PATIENCE)).containsExactly(A);
		discovery.follow(this.told::add);
		this.endpoint.tell(2, B, A);
		discovery.ask();
		this.endpoint.tell(3, A, B);
		discovery.ask();
		this.endpoint.tell(4, B);
		discovery.ask();
		discovery.ask();
		assertThat(this.told).containsExactly(List.of(A), List.of(A, B), List.of(B));
	}

	@Test
	void asksAgainAndAgain() {
		this.endpoint.tell(1, A);
		NodeDiscovery discovery = discovery(Duration.ofSeconds(1));
		discovery.awaitNodes(PATIENCE);
		discovery.follow(this.told::add);
		this.endpoint.tell(2, B);
		waitUntil(() -> this.told.size() == 2);
		this.endpoint.tell(3, A);
		waitUntil(() -> this.told.size() == 3);
	}

	@Test
	void takesAnOlderConfigurationOnlyIfItKeepsComing() {
		this.endpoint.tell(5, A);
		NodeDiscovery discovery = discovery();
		discovery.awaitNodes(PATIENCE);
		discovery.follow(this.told::add);
		this.endpoint.tell(4, B);
		discovery.ask();
		discovery.ask();
		this.endpoint.tell(5, A);
		discovery.ask();
		this.endpoint.tell(1, B);
		discovery.ask();
		discovery.ask();
		assertThat(this.told).containsExactly(List.of(A));
		discovery.ask();
		assertThat(this.told).containsExactly(List.of(A), List.of(B));
	}

	@Test
	void keepsTheNodesThroughEveryOutageAndWarnsOncePerOutage(CapturedOutput output) {
		this.endpoint.tell(1, A);
		NodeDiscovery discovery = discovery();
		discovery.awaitNodes(PATIENCE);
		discovery.follow(this.told::add);
		this.endpoint.answer("");
		IntStream.range(0, 3).forEach((i) -> discovery.ask());
		this.endpoint.answer("garbage\r\n");
		discovery.ask();
		assertThat(warnings(output)).hasSize(1);
		this.endpoint.tell(2, B);
		discovery.ask();
		this.endpoint.close();
		IntStream.range(0, 3).forEach((i) -> discovery.ask());
		assertThat(warnings(output)).hasSize(2)
			.allMatch((line) -> line.contains("'" + this.endpoint.node() + "'"))
			.satisfiesExactly((first) -> assertThat(first).contains("those known stay: [a.example:11211]"),
					(second) -> assertThat(second).contains("those known stay: [b.example:11212]"));
		assertThat(this.told).containsExactly(List.of(A), List.of(B));
	}

	@Test
	void letsNoAnswerWriteLinesOfItsOwnIntoTheLog(CapturedOutput output) {
		this.endpoint
			.answer(ConfigurationEndpoint.configuration(1, "a|b|c\n2026-01-01 ERROR hacked\n" + "x".repeat(10_000)));
		NodeDiscovery discovery = discovery();
		discovery.ask();
		assertThat(output.getAll().lines()).noneMatch((line) -> line.startsWith("2026-01-01 ERROR hacked"));
		assertThat(warnings(output)).hasSize(1).allMatch((line) -> line.length() < 1000);
	}

	@Test
	void findsTheNodesOfAnEndpointThatComesLater(CapturedOutput output) {
		NodeDiscovery discovery = discovery();
		assertThat(discovery.awaitNodes(Duration.ofMillis(100))).isEmpty();
		discovery.follow(this.told::add);
		this.endpoint.tell(1, A);
		waitUntil(() -> this.told.equals(List.of(List.of(A))));
		assertThat(warnings(output)).hasSize(1)
			.allMatch((line) -> line.contains("as long as none is known, everything is a miss"));
	}

	@Test
	void tellsAFollowerThatFailsAgain() {
		this.endpoint.tell(1, A);
		NodeDiscovery discovery = discovery();
		discovery.awaitNodes(PATIENCE);
		discovery.follow((nodes) -> {
			this.told.add(nodes);
			if (this.told.size() == 2) {
				throw new IllegalStateException("not now");
			}
		});
		this.endpoint.tell(2, B);
		discovery.ask();
		discovery.ask();
		discovery.ask();
		assertThat(this.told).containsExactly(List.of(A), List.of(B), List.of(B));
	}

	@Test
	void endsItsThreadsAndConnectionWhenItIsClosedWhateverTheEndpointDoes() {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.closeables.add(end::countDown);
		this.endpoint.answer((question) -> {
			asked.countDown();
			awaitUninterruptibly(end);
			return "";
		});
		NodeDiscovery discovery = NodeDiscovery.start(new DiscoverySettings(this.endpoint.node(), Duration.ofMinutes(1),
				PATIENCE, Duration.ofHours(1), EndpointTransport.PLAIN));
		awaitUninterruptibly(asked);
		discovery.close();
		waitUntil(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("memcached-discovery")));
	}

	@Test
	void refusesSettingsThatAreOutOfRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> discovery(Duration.ofMillis(999)))
			.withMessage("'interval' must be at least 1 s: '999 ms'");
	}

	private NodeDiscovery discovery() {
		return discovery(Duration.ofMinutes(1));
	}

	private NodeDiscovery discovery(Duration interval) {
		return closing(NodeDiscovery
			.start(new DiscoverySettings(this.endpoint.node(), interval, PATIENCE, PATIENCE, EndpointTransport.PLAIN)));
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("does not tell the nodes")).toList();
	}

	private <T extends AutoCloseable> T closing(T closeable) {
		this.closeables.add(0, closeable);
		return closeable;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(condition);
	}

}
