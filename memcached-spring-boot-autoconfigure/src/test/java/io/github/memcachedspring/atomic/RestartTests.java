package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import java.util.concurrent.locks.LockSupport;

import io.github.memcachedspring.atomic.AtomicResult.Applied;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Updates around a restart of the server, which counts its tokens from 1 again.
 */
@Tag(MemcachedServer.CONTRACT)
class RestartTests {

	private final AtomicInteger runs = new AtomicInteger();

	@Test
	void doesNotStoreOnAValueThatItDidNotSee() {
		try (MemcachedServer server = MemcachedServer.start();
				XMemcachedOperations operations = AtomicUpdatesContract.connect(Duration.ofSeconds(10),
						server.node())) {
			UnknownOutcomeTests.awaitConnection(operations);
			AtomicUpdateTemplate updates = AtomicUpdateTemplate.builder(operations, AtomicUpdatesContract.JSON)
				.retry(RetryPolicy.defaults().maxTime(Duration.ofSeconds(60)))
				.build();
			updates.update("k", String.class, (before) -> "a");
			AtomicResult<String> result = updates.update("k", String.class, (before) -> {
				if (this.runs.incrementAndGet() == 1) {
					server.restart();
					storeAsSoonAsPossible(updates);
				}
				return before + "b";
			});
			assertThat(result).isEqualTo(new Applied<>("z", "zb", 2));
			assertThat(updates.get("k", String.class)).isEqualTo("zb");
			updates.destroy();
		}
	}

	/** Leaves a value under the very token number that was read before the restart. */
	private static void storeAsSoonAsPossible(AtomicUpdateTemplate updates) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (true) {
			try {
				updates.update("k", String.class, (before) -> "z");
				return;
			}
			catch (MemcachedException ex) {
				assertThat(System.nanoTime()).isLessThan(end);
				LockSupport.parkNanos(1_000_000);
			}
		}
	}

}
