package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.Undisturbed;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that is gone or does not answer.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final AtomicInteger loads = new AtomicInteger();

	private Book load() {
		this.loads.incrementAndGet();
		return Book.EMMA;
	}

	private CompletableFuture<Book> loadLater() {
		return CompletableFuture.completedFuture(load());
	}

	/** Each case with the generation known, and with the generation to be asked for. */
	private static List<MemcachedCache> caches(TestCaches caches, OnError onError) {
		MemcachedCacheConfiguration configuration = TestCaches.configuration().onError(onError);
		MemcachedCacheManager.Builder builder = MemcachedCacheManager.builder(caches.operations(), configuration);
		List<String> names = List.of(TestCaches.name(), TestCaches.name());
		builder.cache(names.get(0), configuration.clearPropagation(Duration.ofHours(1)));
		builder.cache(names.get(1), configuration.clearPropagation(Duration.ZERO));
		MemcachedCacheManager manager = caches.manager(builder);
		List<MemcachedCache> both = names.stream().map((name) -> (MemcachedCache) manager.getCache(name)).toList();
		both.forEach((cache) -> cache.put("k", Book.DUNE));
		return both;
	}

	@Test
	void missesAndDropsWritesWhenTheServerIsGone(CapturedOutput output) {
		try (MemcachedServer server = MemcachedServer.start(); TestCaches caches = TestCaches.on(server)) {
			List<MemcachedCache> both = caches(caches, OnError.MISS);
			server.kill();
			both.forEach(this::missesAndDropsWrites);
			assertThat(StringUtils.countOccurrencesOf(output.getAll(), server.node().toString())).isOne();
			server.restart();
			Callers.awaitUntil(() -> caches.operations().isConnected(server.node()));
			both.forEach((cache) -> {
				assertThat(cache.get("k", this::load)).isEqualTo(Book.EMMA);
				assertThat(cache.get("k", Book.class)).isEqualTo(Book.EMMA);
			});
		}
	}

	private void missesAndDropsWrites(MemcachedCache cache) {
		this.loads.set(0);
		assertThat(cache.get("k")).isNull();
		assertThat(cache.get("k", Book.class)).isNull();
		assertThat(Callers.await(cache.retrieve("k"))).isNull();
		assertThat(cache.get("k", this::load)).isEqualTo(Book.EMMA);
		assertThat(Callers.await(cache.retrieve("k", this::loadLater))).isEqualTo(Book.EMMA);
		assertThat(this.loads).hasValue(2);
		long failures = cache.getStatistics().failures();
		assertThat(failures).isEqualTo(5);
		cache.put("k", Book.EMMA);
		assertThat(cache.putIfAbsent("k", Book.EMMA)).isNull();
		cache.evict("k");
		assertThat(cache.evictIfPresent("k")).isFalse();
		cache.clear();
		assertThat(cache.invalidate()).isFalse();
		assertThat(cache.getStatistics().failures()).isEqualTo(failures + 6);
		assertThat(cache.getStatistics().causes()).extracting(FailureStatistics::connections, FailureStatistics::total)
			.containsExactly(failures + 6, failures + 6);
		assertThat(cache.getStatistics().puts()).isOne();
		assertThat(cache.getStatistics().evictions()).isZero();
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("k", () -> {
			throw new IllegalStateException("no book");
		})).withCauseExactlyInstanceOf(IllegalStateException.class);
	}

	@Test
	void throwsBeforeALoaderRunsIfThatIsWanted() {
		try (MemcachedServer server = MemcachedServer.start(); TestCaches caches = TestCaches.on(server)) {
			List<MemcachedCache> both = caches(caches, OnError.THROW);
			server.kill();
			both.forEach(this::throwsFailures);
		}
	}

	private void throwsFailures(MemcachedCache cache) {
		List<ThrowingCallable> calls = List.of(() -> cache.get("k"), () -> cache.get("k", Book.class),
				() -> cache.get("k", this::load), () -> cache.put("k", Book.EMMA),
				() -> cache.putIfAbsent("k", Book.EMMA), () -> cache.evict("k"), () -> cache.evictIfPresent("k"),
				cache::clear, cache::invalidate);
		calls.forEach((call) -> assertThatExceptionOfType(MemcachedException.class).isThrownBy(call));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> cache.retrieve("k").join())
			.withCauseInstanceOf(MemcachedException.class);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> cache.retrieve("k", this::loadLater).join())
			.withCauseInstanceOf(MemcachedException.class);
		assertThat(this.loads).hasValue(0);
		assertThat(cache.getStatistics().failures()).isEqualTo(calls.size() + 2);
	}

	@Test
	void runsALoaderOnceWhenTheStoreFails(CapturedOutput output) {
		for (OnError onError : OnError.values()) {
			try (MemcachedServer server = MemcachedServer.start(); TestCaches caches = TestCaches.on(server)) {
				this.loads.set(0);
				MemcachedCache cache = caches.cache((configuration) -> configuration.onError(onError));
				CompletableFuture<Book> loaded = new CompletableFuture<>();
				CompletableFuture<Book> later = cache.retrieve("later", () -> {
					load();
					return loaded;
				});
				MemcachedCache view = cache.forInvocation(null, new CacheableInvocation());
				Callers.await(view.retrieve("view"));
				Callers.awaitUntil(() -> this.loads.get() == 1);
				assertThat(cache.get("k", () -> {
					server.kill();
					return load();
				})).isEqualTo(Book.EMMA);
				loaded.complete(Book.EMMA);
				assertThat(Callers.await(later)).isEqualTo(Book.EMMA);
				view.put("view", Book.EMMA);
				assertThat(this.loads).hasValue(2);
				Callers.awaitUntil(
						() -> cache.getStatistics().failures() + cache.getStatistics().loads().refusedUnknown() == 3);
			}
		}
		assertThat(output).doesNotContain("Exception in thread");
	}

	@Test
	void costsEachCallAboutOneTimeoutWhenTheServerDoesNotAnswer() throws Exception {
		Undisturbed.run(this::callAServerThatDoesNotAnswer);
	}

	private void callAServerThatDoesNotAnswer() {
		try (MemcachedServer server = MemcachedServer.start();
				TestCaches caches = TestCaches.withTimeout(TIMEOUT, server.node())) {
			List<MemcachedCache> both = caches(caches, OnError.MISS);
			Map<String, Future<Duration>> durations = new LinkedHashMap<>();
			server.pause();
			for (MemcachedCache cache : both) {
				String kind = "%s ".formatted(cache.getConfiguration().getClearPropagation());
				calls(cache).forEach((name, call) -> durations.put(kind + name, Callers.start(() -> timed(call))));
			}
			durations.forEach((name, duration) -> assertThat(Callers.await(duration)).as(name)
				.isLessThan(TIMEOUT.multipliedBy(2)));
			server.resume();
			both.forEach((cache) -> assertThat(cache.getStatistics().failures()).isPositive());
		}
	}

	private Map<String, Callable<?>> calls(MemcachedCache cache) {
		Map<String, Callable<?>> calls = new LinkedHashMap<>();
		calls.put("get", () -> cache.get("1"));
		calls.put("get or load", () -> cache.get("2", this::load));
		calls.put("retrieve", () -> Callers.await(cache.retrieve("3")));
		calls.put("retrieve or load", () -> Callers.await(cache.retrieve("4", this::loadLater)));
		calls.put("putIfAbsent", () -> cache.putIfAbsent("5", Book.DUNE));
		calls.put("evictIfPresent", () -> cache.evictIfPresent("6"));
		calls.put("invalidate", cache::invalidate);
		calls.put("put", run(cache, (target) -> target.put("7", Book.DUNE)));
		calls.put("evict", run(cache, (target) -> target.evict("8")));
		calls.put("view", run(cache.forInvocation(null, new CacheableInvocation()), (view) -> {
			assertThat(view.get("9")).isNull();
			view.put("9", Book.DUNE);
		}));
		calls.put("asynchronous view", run(cache.forInvocation(null, new CacheableInvocation()), (view) -> {
			assertThat(Callers.await(view.retrieve("10"))).isNull();
			view.put("10", Book.DUNE);
		}));
		return calls;
	}

	private static Callable<?> run(MemcachedCache cache, Consumer<MemcachedCache> action) {
		return () -> {
			action.accept(cache);
			return null;
		};
	}

	private static Duration timed(Callable<?> call) throws Exception {
		long start = System.nanoTime();
		call.call();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	@Test
	void givesCallersThatShareALoadInstancesOfTheirOwnWhenTheServerIsGone() throws Exception {
		Undisturbed.run(this::shareALoadWithoutAServer);
	}

	private void shareALoadWithoutAServer() {
		this.loads.set(0);
		try (MemcachedServer server = MemcachedServer.start(); TestCaches caches = TestCaches.on(server)) {
			MemcachedCache cache = caches.cache();
			server.kill();
			Callers.awaitUntil(() -> !caches.operations().isConnected(server.node()));
			List<Book> books = Callers.together(8, () -> cache.get("k", () -> {
				Callers.awaitUntil(() -> cache.getStatistics().misses() == 8);
				// Long enough for the others to get as far as they can, which is to wait.
				Thread.sleep(100);
				this.loads.incrementAndGet();
				return new Book("1", "One");
			}));
			// Nobody gets what was being loaded before they asked.
			assertThat(this.loads).hasValueBetween(1, 2);
			for (int i = 0; i < books.size(); i++) {
				Book book = books.get(i);
				assertThat(books.subList(i + 1, books.size())).noneMatch((other) -> other == book);
			}
		}
	}

}
