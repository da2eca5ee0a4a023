package io.github.memcachedspring.client.xmemcached;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TcpProxy;
import org.junit.jupiter.api.Test;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Starts while servers are in all kinds of states.
 */
class ConnectTests {

	/** Half a second is promised; the rest is for a busy machine. */
	private static final Duration PROMPT = Duration.ofSeconds(3);

	@Test
	void startsWithoutAServerAndFindsItLater() {
		try (MemcachedServer server = MemcachedServer.start()) {
			server.kill();
			connectPromptly("refused", Engines.settings(server.node()), (operations) -> {
				assertThatNothingWorks(operations);
				server.restart();
				waitUntil(() -> operations.isConnected(server.node()));
				assertThat(operations.on(server.node()).ping().await()).isTrue();
			});
		}
	}

	@Test
	void startsWithASilentServerAndFindsItLater() {
		try (MemcachedServer server = MemcachedServer.start(); TcpProxy proxy = TcpProxy.before(server.node())) {
			proxy.hold();
			connectPromptly("silent", Engines.settings(proxy.node()), (operations) -> {
				assertThatNothingWorks(operations);
				proxy.release();
				waitUntil(() -> operations.isConnected(proxy.node()));
				assertThat(operations.on(proxy.node()).ping().await()).isTrue();
			});
		}
	}

	/** Nobody waits for what a server is asked before it is used. */
	@Test
	void connectsToAServerThatTakesLongerToShowWhatItIsThanCallersWait() {
		try (MemcachedServer server = MemcachedServer.start(); TcpProxy proxy = TcpProxy.before(server.node())) {
			proxy.hold();
			long before = server.stat("total_connections");
			XMemcachedSettings settings = Engines.settings(proxy.node())
				.timeout(Duration.ofMillis(20))
				.connectTimeout(Duration.ofMinutes(1));
			connectPromptly("slow", settings, (operations) -> {
				assertThat(operations.isConnected(proxy.node())).isFalse();
				proxy.release();
				waitUntil(() -> operations.isConnected(proxy.node()));
				// One of them for the statistics.
				assertThat(server.stat("total_connections") - before).isLessThanOrEqualTo(2);
			});
		}
	}

	@Test
	void startsWithAPausedServerAndFindsItLater() {
		try (MemcachedServer server = MemcachedServer.start()) {
			server.pause();
			connectPromptly("paused", Engines.settings(server.node()), (operations) -> {
				assertThatNothingWorks(operations);
				server.resume();
				waitUntil(() -> operations.isConnected(server.node()));
				assertThat(operations.on(server.node()).ping().await()).isTrue();
			});
		}
	}

	@Test
	void startsWithANameThatDoesNotExist() {
		connectPromptly("unknown", Engines.settings(new MemcachedNode("nosuchhost.invalid", 11211)),
				ConnectTests::assertThatNothingWorks);
	}

	@Test
	void startsWithANameServiceThatDoesNotAnswerAndFindsTheServerLater() {
		CountDownLatch answer = new CountDownLatch(1);
		try (MemcachedServer server = MemcachedServer.start()) {
			AddressResolver hanging = (host) -> {
				awaitUninterruptibly(answer);
				return new InetAddress[] { InetAddress.getLoopbackAddress() };
			};
			connectPromptly("unresolved", Engines.settings(new MemcachedNode("named", server.port())), hanging,
					(operations) -> {
						assertThatNothingWorks(operations);
						answer.countDown();
						waitUntil(() -> operations.isConnected(operations.nodes().get(0)));
						assertThat(operations.on(operations.nodes().get(0)).ping().await()).isTrue();
					});
		}
	}

	@Test
	void oneBadNodeKeepsNoOtherFromWorking() {
		try (MemcachedServer good = MemcachedServer.start();
				MemcachedServer silent = MemcachedServer.start();
				TcpProxy proxy = TcpProxy.before(silent.node())) {
			proxy.hold();
			MemcachedNode unknown = new MemcachedNode("nosuchhost.invalid", 1);
			connectPromptly("mixed", Engines.settings(unknown, proxy.node(), good.node()), (operations) -> {
				waitUntil(() -> operations.isConnected(good.node()));
				assertThat(operations.on(good.node()).put(Engines.key("k"), bytes("v"), MINUTE).await()).isNotNull();
				assertThat(operations.isConnected(unknown)).isFalse();
				assertThat(operations.isConnected(proxy.node())).isFalse();
				good.restart();
				waitUntil(() -> Engines.answers(operations, good.node()));
			});
		}
	}

	/** Nobody listens at the first two addresses. */
	@Test
	void triesTheAddressesOfANameInTurn() throws UnknownHostException {
		InetAddress[] addresses = { InetAddress.getByName("127.0.0.2"), InetAddress.getByName("::1"),
				InetAddress.getByName("127.0.0.1") };
		Queue<String> asked = new ConcurrentLinkedQueue<>();
		try (MemcachedServer server = MemcachedServer.start()) {
			AddressResolver resolver = (host) -> {
				asked.add(host);
				return addresses;
			};
			connectPromptly("rotating", Engines.settings(new MemcachedNode("named", server.port())), resolver,
					(operations) -> {
						waitUntil(() -> operations.isConnected(operations.nodes().get(0)));
						assertThat(operations.on(operations.nodes().get(0)).ping().await()).isTrue();
						assertThat(asked).hasSizeGreaterThanOrEqualTo(3).containsOnly("named");
					});
		}
	}

	@Test
	void asksForTheAddressAnewAfterALoss() throws UnknownHostException {
		InetAddress first = InetAddress.getByName("127.0.0.1");
		InetAddress moved = InetAddress.getByName("127.0.0.2");
		Queue<InetAddress> answers = new ConcurrentLinkedQueue<>(List.of(first, moved, first));
		try (MemcachedServer server = MemcachedServer.start()) {
			AddressResolver resolver = (host) -> new InetAddress[] { answers.size() > 1 ? answers.remove() : first };
			connectPromptly("moving", Engines.settings(new MemcachedNode("named", server.port())), resolver,
					(operations) -> {
						waitUntil(() -> operations.isConnected(operations.nodes().get(0)));
						server.restart();
						waitUntil(() -> answers.size() == 1 && operations.isConnected(operations.nodes().get(0)));
					});
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean interrupted = false;
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static void connectPromptly(String state, XMemcachedSettings settings,
			Consumer<XMemcachedOperations> test) {
		connectPromptly(state, settings, AddressResolver.SYSTEM, test);
	}

	private static void connectPromptly(String state, XMemcachedSettings settings, AddressResolver resolver,
			Consumer<XMemcachedOperations> test) {
		long start = System.nanoTime();
		try (XMemcachedOperations operations = XMemcachedOperations.connect(settings, resolver)) {
			Duration taken = Duration.ofNanos(System.nanoTime() - start);
			System.out.printf("connect with servers %s: %d ms%n", state, taken.toMillis());
			assertThat(taken).isLessThan(PROMPT);
			test.accept(operations);
		}
	}

	private static void assertThatNothingWorks(XMemcachedOperations operations) {
		long start = System.nanoTime();
		assertThatExceptionOfType(MemcachedConnectionException.class)
			.isThrownBy(() -> operations.get(Engines.key("any")).await())
			.withMessageContaining(operations.nodes().get(0).toString())
			.matches((failure) -> !failure.isExecutionUnknown());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
	}

}
