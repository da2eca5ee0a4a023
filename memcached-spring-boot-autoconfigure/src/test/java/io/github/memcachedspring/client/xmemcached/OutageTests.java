package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.Undisturbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that die, hang and come back.
 */
@Tag("slow")
class OutageTests {

	/** Much more than anything here should take, and less than the timeouts. */
	private static final Duration PROMPT = Duration.ofSeconds(8);

	private static final Duration SHORT = Duration.ofMillis(300);

	@Test
	void worksAgainAfterEveryOutage() {
		try (MemcachedServer server = MemcachedServer.start();
				XMemcachedOperations operations = Engines.connect(server.node())) {
			for (int i = 0; i < 4; i++) {
				server.kill();
				waitUntil(() -> !operations.isConnected(server.node()));
				assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(() -> ping(operations));
				server.restart();
				long start = System.nanoTime();
				waitUntil(() -> works(operations));
				assertThat(tell("back after a restart", start)).isLessThan(PROMPT);
			}
		}
	}

	@Test
	void failsAtOnceWhatIsUnderWayWhenTheServerDies() {
		XMemcachedSettings settings;
		try (MemcachedServer server = MemcachedServer.start()) {
			settings = Engines.settings(server.node()).timeout(Duration.ofSeconds(60)).maxInFlight(2000);
			try (XMemcachedOperations operations = Engines.connect(settings)) {
				server.pause();
				List<Reply<?>> replies = new ArrayList<>();
				for (int i = 0; i < 1000; i++) {
					replies.add(operations.put(Engines.key("put-" + i), new byte[10_000], MINUTE));
					replies.add(operations.get(Engines.key("put-" + i)));
				}
				server.kill();
				long start = System.nanoTime();
				int sent = 0;
				for (Reply<?> reply : replies) {
					try {
						reply.await();
					}
					catch (MemcachedConnectionException ex) {
						sent += ex.isExecutionUnknown() ? 1 : 0;
					}
				}
				assertThat(tell("2000 commands failed", start)).isLessThan(PROMPT);
				assertThat(sent).as("Some were sent, and some still in the queue").isBetween(1, 1999);
			}
		}
	}

	@Test
	void everyCallToAHungServerEndsByItsTimeout() {
		try (MemcachedServer server = MemcachedServer.start();
				XMemcachedOperations operations = Engines.connect(Engines.settings(server.node()).timeout(SHORT))) {
			NodeSession session = operations.connection(Engines.key("any")).session();
			server.pause();
			long paused = System.nanoTime();
			List<Class<?>> failures = new ArrayList<>();
			while (operations.isConnected(server.node())) {
				long start = System.nanoTime();
				try {
					operations.get(Engines.key("any")).await();
				}
				catch (MemcachedException ex) {
					failures.add(ex.getClass());
				}
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
			}
			tell("hung connection closed", paused);
			assertThat(failures).contains(MemcachedTimeoutException.class);
			assertThat(session).isNotNull();
			assertThat(session.isClosed()).isTrue();
			server.resume();
			long start = System.nanoTime();
			waitUntil(() -> works(operations));
			assertThat(tell("back after a hang", start)).isLessThan(PROMPT);
		}
	}

	/** Three nodes on two processors: some share a reactor. */
	@Test
	void aHungNodeDelaysNoCallToAnother() throws Exception {
		Undisturbed.run(this::callBesideAHungNode);
	}

	private void callBesideAHungNode() throws Exception {
		try (MemcachedServer hung = MemcachedServer.start();
				MemcachedServer good = MemcachedServer.start();
				MemcachedServer better = MemcachedServer.start();
				XMemcachedOperations operations = Engines
					.connect(Engines.settings(hung.node(), good.node(), better.node()).timeout(SHORT))) {
			hung.pause();
			AtomicBoolean done = new AtomicBoolean();
			long deadline = System.nanoTime() + LoadTests.DURATION.toNanos();
			List<Long> slowest = Parallel.call(6, (thread) -> {
				if (thread < 4) {
					callHungNode(operations, hung.node(), thread, done);
					return 0L;
				}
				try {
					return slowest(operations, (thread == 4) ? good.node() : better.node(), deadline);
				}
				finally {
					done.set(true);
				}
			});
			System.out.printf("slowest calls beside a hung node: %s ms%n",
					slowest.stream().map((nanos) -> nanos / 1_000_000).toList());
		}
	}

	private static void callHungNode(XMemcachedOperations operations, MemcachedNode node, int thread,
			AtomicBoolean done) {
		MemcachedKey key = Engines.key("hung-" + thread);
		while (!done.get()) {
			try {
				operations.on(node).put(key, new byte[100_000], MINUTE).await();
			}
			catch (MemcachedException ex) {
				Thread.yield();
			}
		}
	}

	/**
	 * The pauses before the third to the seventh connection are 40, 80, 160, 320 and 640
	 * ms at least.
	 */
	@Test
	void aServerThatBreaksEveryConnectionIsNotStormed() {
		try (MemcachedServer server = MemcachedServer.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				XMemcachedOperations operations = Engines
					.connect(Engines.settings(new MemcachedNode("127.0.0.1", proxy.port())))) {
			proxy.faults().on(Command.line((line) -> line.contains("poison"))).close();
			long start = System.nanoTime();
			waitUntil(() -> {
				get(operations, "poison");
				return proxy.acceptedConnections() >= 7;
			});
			assertThat(tell("7 connections broken", start)).isGreaterThan(Duration.ofMillis(1_200));
			proxy.faults().clear();
			waitUntil(() -> get(operations, "poison"));
		}
	}

	/** Fails if a call takes the timeout. */
	private static long slowest(XMemcachedOperations operations, MemcachedNode node, long deadline) {
		long slowest = 0;
		while (System.nanoTime() < deadline) {
			long start = System.nanoTime();
			operations.on(node).put(Engines.key("good"), bytes("value"), MINUTE).await();
			slowest = Math.max(slowest, System.nanoTime() - start);
		}
		return slowest;
	}

	/** A process that was halted looks the same: its answers may wait to be read. */
	@Test
	void manyRepliesThatAreWaitedForTooLateWaitLittleLongerThanOne() throws Exception {
		try (MemcachedServer server = MemcachedServer.start();
				XMemcachedOperations operations = Engines.connect(Engines.settings(server.node()).timeout(SHORT))) {
			server.pause();
			List<Reply<?>> replies = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				replies.add(operations.get(Engines.key("late")));
			}
			Thread.sleep(SHORT.toMillis() + 150);
			long start = System.nanoTime();
			replies.forEach((reply) -> assertThatExceptionOfType(MemcachedException.class).isThrownBy(reply::await));
			assertThat(tell("40 late replies given up", start)).isLessThan(Duration.ofSeconds(1));
		}
	}

	/**
	 * After a timeout the caller may have done something else: a late store would undo
	 * it.
	 */
	@Test
	void doesNotSendWhatTimedOutInTheQueue() throws Exception {
		Undisturbed.run(this::fillTheQueueOfAHungServer);
	}

	private void fillTheQueueOfAHungServer() {
		try (MemcachedServer server = MemcachedServer.start("-m", "256");
				XMemcachedOperations operations = Engines.connect(Engines.settings(server.node()).timeout(SHORT))) {
			server.pause();
			List<Reply<?>> replies = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				replies.add(operations.put(Engines.key("fills-buffers"), new byte[500_000], MINUTE));
			}
			Reply<?> late = operations.put(Engines.key("late"), bytes("value"), MINUTE);
			assertThatExceptionOfType(MemcachedTimeoutException.class).isThrownBy(late::await);
			replies.forEach(
					(reply) -> assertThatExceptionOfType(MemcachedTimeoutException.class).isThrownBy(reply::await));
			server.resume();
			waitUntil(() -> works(operations));
			assertThat(operations.get(Engines.key("late")).await()).isNull();
			assertThat(server.stat("cmd_set")).isLessThan(40);
		}
	}

	/** Nobody waits for that answer any more, and everybody else's are behind it. */
	@Test
	void closesAConnectionOnWhichOneAnswerTricklesInForEver() throws Exception {
		try (PushingServer server = new PushingServer((line) -> line.contains("slow"));
				XMemcachedOperations operations = Engines.connect(Engines.settings(server.node()).timeout(SHORT))) {
			NodeSession session = operations.connection(Engines.key("slow")).session();
			assertThatExceptionOfType(MemcachedTimeoutException.class)
				.isThrownBy(() -> operations.get(Engines.key("slow")).await());
			String opaque = server.lines().get(server.lines().size() - 1).replaceAll(".* O", "");
			server.push("VA 100000 f0 c1 t-1 O" + opaque + "\r\n");
			waitUntil(() -> {
				try {
					server.push("x");
				}
				catch (IOException ex) {
					// The connection has just been closed.
				}
				return session.isClosed();
			});
			waitUntil(() -> works(operations));
		}
	}

	private static Duration tell(String what, long start) {
		Duration taken = Duration.ofNanos(System.nanoTime() - start);
		System.out.printf("%s after %d ms%n", what, taken.toMillis());
		return taken;
	}

	private static boolean works(XMemcachedOperations operations) {
		try {
			return ping(operations);
		}
		catch (MemcachedException ex) {
			return false;
		}
	}

	private static boolean get(XMemcachedOperations operations, String key) {
		try {
			return operations.get(Engines.key(key)).await() == null;
		}
		catch (MemcachedException ex) {
			return false;
		}
	}

	private static boolean ping(XMemcachedOperations operations) {
		return operations.on(operations.nodes().get(0)).ping().await();
	}

}
