package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;

import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Old values that stand in for loads that fail or come too late.
 */
@ExtendWith({ TestCachesExtension.class, OutputCaptureExtension.class })
@Tag("slow")
class FailedLoadTests {

	private final MemcachedServer server;

	private final TestCaches caches;

	FailedLoadTests(MemcachedServer server, TestCaches caches) {
		this.server = server;
		this.caches = caches;
	}

	private static Callable<Object> failing(String message) {
		return () -> {
			throw new IllegalStateException(message);
		};
	}

	private String item(MemcachedCache cache, String flags) {
		return this.server.command("mg %s %s".formatted(TestCaches.wireKey(cache, "k"), flags));
	}

	@Test
	void theValueIsStillThereWhenItsRefreshFailsTooLate() {
		MemcachedCache cache = this.caches.cache((configuration) -> configuration.timeToLive(Duration.ofSeconds(6))
			.refreshAhead(RefreshAhead.at(Duration.ofSeconds(3)))
			.serveStale(Duration.ofSeconds(20)));
		cache.get("k", () -> Book.DUNE);
		Callers.awaitUntil(() -> {
			cache.get("k", () -> {
				Callers.awaitUntil(() -> item(cache, "s").equals("HD s0"));
				throw new IllegalStateException("The value has become the stub of its refresh by now");
			});
			return cache.getStatistics().loads().refreshes() == 1;
		});
		Callers.awaitUntil(() -> cache.getStatistics().loads().refreshesFailed() == 1);
		assertThat((Object) cache.get("k", failing("down"))).isEqualTo(Book.DUNE);
	}

	@Test
	void aFailureThatAnOldValueHidesFromItsCallerIsLogged(CapturedOutput output) {
		MemcachedCache cache = this.caches.cache(
				(configuration) -> configuration.timeToLive(Duration.ofSeconds(1)).serveStale(Duration.ofSeconds(20)));
		cache.put("k", Book.DUNE);
		Callers.awaitUntil(() -> cache.get("k") == null);
		assertThat((Object) cache.get("k", failing("database is down"))).isEqualTo(Book.DUNE);
		assertThat(output).contains("database is down");
		Callers.awaitUntil(() -> !cache.context().refreshes().isResting(cache.wireKey("k")));
		CompletableFuture<Object> retrieved = cache.retrieve("k",
				() -> CompletableFuture.failedFuture(new UnsupportedOperationException("table is gone")));
		assertThat(Callers.await(retrieved)).isEqualTo(Book.DUNE);
		assertThat(output).contains("table is gone");
	}

	@Test
	void aReloadThatComesAfterTheOldValueHasGoneIsLeftOut() {
		Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
		MemcachedCache cache = (MemcachedCache) this.caches
			.manager(MemcachedCacheManager
				.builder(this.caches.operations(), TestCaches.configuration().serveStale(Duration.ofSeconds(3)))
				.refreshExecutor(waiting::add))
			.getCache(TestCaches.name());
		cache.put("k", Book.DUNE);
		cache.evict("k");
		assertThat((Object) cache.get("k", failing("not here"))).isEqualTo(Book.DUNE);
		long read = System.nanoTime();
		// The server counts whole seconds, so it may be gone earlier than one can tell.
		Callers.awaitUntil(() -> item(cache, "s").equals("EN") && System.nanoTime() - read > 3_000_000_000L);
		waiting.remove().run();
		assertThat(cache.getStatistics().loads().loads()).isZero();
		assertThat(cache.getStatistics().loads().refreshesSkipped()).isOne();
	}

	@Test
	void aReloadThatIsRejectedIsNotTriedAgainWithEachHit() {
		MemcachedCache cache = (MemcachedCache) this.caches.manager(MemcachedCacheManager
			.builder(this.caches.operations(), TestCaches.configuration().serveStale(Duration.ofMinutes(1)))
			.refreshExecutor((task) -> {
				throw new RejectedExecutionException("No room");
			})).getCache(TestCaches.name());
		cache.put("k", Book.DUNE);
		cache.evict("k");
		for (int i = 0; i < 100; i++) {
			assertThat((Object) cache.get("k", failing("not here"))).isEqualTo(Book.DUNE);
		}
		assertThat(cache.getStatistics().loads().refreshesSkipped()).isLessThan(50);
		long skipped = cache.getStatistics().loads().refreshesSkipped();
		Callers.awaitUntil(() -> {
			cache.get("k", failing("not here"));
			return cache.getStatistics().loads().refreshesSkipped() > skipped;
		});
	}

}
