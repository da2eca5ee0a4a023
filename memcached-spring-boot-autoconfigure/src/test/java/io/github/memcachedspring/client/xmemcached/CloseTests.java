package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Ends while servers are in all kinds of states.
 */
class CloseTests {

	/** About a second is promised; the rest is for a busy machine. */
	private static final Duration PROMPT = Duration.ofSeconds(4);

	/** Contexts of other tests, which live as long as the JVM, may have clients. */
	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	@Test
	void endsWhileAllIsWell() {
		try (MemcachedServer server = MemcachedServer.start()) {
			XMemcachedOperations operations = Engines.connect(server.node());
			closePromptly("healthy", operations);
			assertThatExceptionOfType(MemcachedConnectionException.class)
				.isThrownBy(() -> operations.get(Engines.key("any")).await());
			operations.close();
		}
	}

	@Test
	void endsWhileTheServerIsGone() {
		try (MemcachedServer server = MemcachedServer.start()) {
			XMemcachedOperations operations = Engines.connect(server.node());
			server.kill();
			waitUntil(() -> !operations.isConnected(server.node()));
			closePromptly("gone", operations);
		}
	}

	@Test
	void endsWhileConnecting() {
		try (MemcachedServer server = MemcachedServer.start(); TcpProxy proxy = TcpProxy.before(server.node())) {
			proxy.hold();
			closePromptly("silent", XMemcachedOperations.connect(Engines.settings(proxy.node())));
		}
	}

	@Test
	void endsWhileTheNameServiceDoesNotAnswer() {
		CountDownLatch answer = new CountDownLatch(1);
		AddressResolver hanging = (host) -> {
			try {
				answer.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return new InetAddress[] { InetAddress.getLoopbackAddress() };
		};
		XMemcachedSettings settings = Engines.settings(new MemcachedNode("named", 1));
		XMemcachedOperations operations = XMemcachedOperations.connect(settings, hanging);
		long start = System.nanoTime();
		operations.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
		answer.countDown();
		waitUntil(() -> ourThreads().isEmpty());
	}

	@Test
	void failsWhatIsUnderWayToAStoppedServerWithFullBuffers() {
		try (MemcachedServer server = MemcachedServer.start()) {
			XMemcachedOperations operations = Engines.connect(server.node());
			server.pause();
			List<Reply<StoreResult>> replies = Stream
				.generate(() -> operations.put(Engines.key("large"), new byte[1_000_000], MINUTE))
				.limit(50)
				.toList();
			closePromptly("paused, buffers full", operations);
			long start = System.nanoTime();
			replies.forEach(
					(reply) -> assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(reply::await));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
		}
	}

	@Test
	void endsFromACallbackOfItsOwn() throws InterruptedException {
		try (MemcachedServer server = MemcachedServer.start()) {
			XMemcachedOperations operations = Engines.connect(server.node());
			CountDownLatch closed = new CountDownLatch(1);
			operations.get(Engines.key("any")).subscribe(Runnable::run, (item, failure) -> {
				operations.close();
				closed.countDown();
			});
			assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
			waitUntil(() -> ourThreads().isEmpty());
		}
	}

	@Test
	void failsEveryCommandThatIsSentMeanwhile() throws Exception {
		try (MemcachedServer server = MemcachedServer.start()) {
			for (int i = 0; i < 20; i++) {
				XMemcachedOperations operations = Engines.connect(server.node());
				Parallel.call(5, (thread) -> {
					if (thread == 0) {
						operations.close();
						return null;
					}
					long start = System.nanoTime();
					assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(() -> {
						while (true) {
							operations.get(Engines.key("any")).await();
						}
					});
					assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
					return null;
				});
			}
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void leavesNoFilesOpen() throws IOException {
		try (MemcachedServer server = MemcachedServer.start()) {
			MemcachedNode refused = new MemcachedNode("127.0.0.1", 1);
			cycle(server, refused);
			long before = openFiles();
			for (int i = 0; i < 30; i++) {
				cycle(server, refused);
			}
			System.out.printf("files open before 30 cycles: %d, after: %d%n", before, openFiles());
			waitUntil(() -> openFiles() <= before + 3);
		}
	}

	private void cycle(MemcachedServer server, MemcachedNode refused) {
		try (XMemcachedOperations operations = XMemcachedOperations.connect(Engines.settings(server.node(), refused))) {
			waitUntil(() -> operations.isConnected(server.node()));
		}
		waitUntil(() -> ourThreads().isEmpty());
	}

	private static long openFiles() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	private void closePromptly(String state, XMemcachedOperations operations) {
		long start = System.nanoTime();
		operations.close();
		Duration taken = Duration.ofNanos(System.nanoTime() - start);
		System.out.printf("close with server %s: %d ms%n", state, taken.toMillis());
		assertThat(taken).isLessThan(PROMPT);
		waitUntil(() -> ourThreads().isEmpty());
	}

	private List<String> ourThreads() {
		Predicate<String> ours = (name) -> name.startsWith("memcached-timer") || name.startsWith("memcached-connect")
				|| name.startsWith("memcached-late") || name.startsWith("Xmemcached-")
				|| name.startsWith("Heal-Session-Thread");
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.before.contains(thread))
			.map(Thread::getName)
			.filter(ours)
			.toList();
	}

}
