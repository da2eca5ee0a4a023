package io.github.memcachedspring.client.xmemcached;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are closed, by whatever thread, while others use them.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class CloseUnderLoadTests {

	private static final long DURATION = TimeUnit.SECONDS.toNanos(LoadTests.DURATION.toSeconds());

	private final MemcachedServer server;

	CloseUnderLoadTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void everyCommandEndsAndTheReactorsLive() throws Exception {
		try (XMemcachedOperations operations = Engines.connect(this.server.node())) {
			List<Thread> reactors = reactors();
			long deadline = System.nanoTime() + DURATION;
			AtomicBoolean done = new AtomicBoolean();
			AtomicLong answers = new AtomicLong();
			List<Long> counts = Parallel.call(6, (thread) -> {
				if (thread == 0) {
					long closed = closeAgainAndAgain(operations, answers, deadline);
					done.set(true);
					return closed;
				}
				return sendAgainAndAgain(operations, thread, answers, done);
			});
			assertThat(counts).allMatch((count) -> count > 0);
			assertThat(reactors).isNotEmpty().allMatch(Thread::isAlive);
			Engines.waitUntil(() -> operations.isConnected(this.server.node()));
			assertThat(operations.on(this.server.node()).ping().await()).isTrue();
		}
	}

	private long closeAgainAndAgain(XMemcachedOperations operations, AtomicLong answers, long deadline) {
		long closed = 0;
		long seen = 0;
		while (System.nanoTime() < deadline) {
			NodeSession session = operations.connection(Engines.key("any")).session();
			if (session != null && answers.get() > seen + 50) {
				seen = answers.get();
				session.close();
				closed++;
			}
			Thread.onSpinWait();
		}
		return closed;
	}

	/** Fails with a timeout if a command is lost. */
	private static long sendAgainAndAgain(XMemcachedOperations operations, int thread, AtomicLong answers,
			AtomicBoolean done) {
		long sent = 0;
		byte[] value = new byte[2000];
		while (!done.get()) {
			Reply<?> put = operations.put(Engines.key("put-" + thread), value, MINUTE);
			Reply<?> get = operations.get(Engines.key("put-" + thread));
			for (Reply<?> reply : List.of(put, get)) {
				try {
					reply.await();
					sent++;
					answers.incrementAndGet();
				}
				catch (MemcachedException ex) {
					assertThat(ex).isInstanceOf(MemcachedConnectionException.class);
				}
			}
		}
		return sent;
	}

	private static List<Thread> reactors() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("Xmemcached-Reactor"))
			.toList();
	}

}
