package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clears that other instances of the application see. An instance is a manager with
 * connections of its own.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(TestCachesExtension.class)
class ClearTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final String name = TestCaches.name();

	private final MemcachedServer server;

	private final TestCaches mine;

	ClearTests(MemcachedServer server, TestCaches mine) {
		this.server = server;
		this.mine = mine;
	}

	private MemcachedCache instance(TestCaches caches, Duration propagation) {
		return caches.cache(this.name, (configuration) -> configuration.clearPropagation(propagation));
	}

	private static long count(MemcachedCache cache, List<String> keys) {
		return keys.stream().filter((key) -> cache.get(key) != null).count();
	}

	private static List<String> keys(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "k" + i).toList();
	}

	@Test
	void isSeenElsewhereWithinThePropagationTime() throws Exception {
		Duration propagation = Duration.ofMillis(100);
		List<String> keys = keys(50);
		try (TestCaches theirs = TestCaches.on(this.server)) {
			MemcachedCache here = instance(this.mine, propagation);
			MemcachedCache there = instance(theirs, propagation);
			for (int round = 0; round < 10; round++) {
				keys.forEach((key) -> here.put(key, Book.DUNE));
				assertThat(count(there, keys)).isEqualTo(50);
				here.clear();
				assertThat(count(here, keys)).isZero();
				// What is promised is a time, so that has to pass.
				Thread.sleep(propagation.toMillis() + 5);
				assertThat(count(there, keys)).isZero();
			}
		}
	}

	@Test
	void isSeenElsewhereAtOnceWithoutPropagationTime() {
		try (TestCaches theirs = TestCaches.on(this.server)) {
			MemcachedCache here = instance(this.mine, Duration.ZERO);
			MemcachedCache there = instance(theirs, Duration.ZERO);
			for (int round = 0; round < 500; round++) {
				here.put("k", round);
				assertThat(there.get("k", Integer.class)).isEqualTo(round);
				here.clear();
				assertThat(there.get("k")).isNull();
				assertThat(Callers.await(there.retrieve("k"))).isNull();
			}
		}
	}

	@Test
	void isNoticedBeforeThePropagationTimeByAnEntryStoredAfterIt() {
		try (TestCaches theirs = TestCaches.on(this.server)) {
			MemcachedCache here = instance(this.mine, HOUR);
			MemcachedCache there = instance(theirs, HOUR);
			here.put("old", Book.DUNE);
			assertThat(there.get("old")).isNotNull();
			here.clear();
			here.put("new", Book.EMMA);
			assertThat(there.get("new", Book.class)).isEqualTo(Book.EMMA);
			assertThat(there.get("old")).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "md %s", "ms %s 7 T0\r\ngarbage", "ms %s 0 T0\r\n", "ms %s 1 T0\r\n1",
			"ms %s 19 T0\r\n9223372036854775807" })
	void lastsWhateverBecomesOfTheRecord(String tampering) {
		String command = tampering.formatted(":g:%s:".formatted(this.name));
		try (TestCaches theirs = TestCaches.on(this.server); TestCaches late = TestCaches.on(this.server)) {
			MemcachedCache here = instance(this.mine, Duration.ZERO);
			MemcachedCache there = instance(theirs, Duration.ZERO);
			here.put("k", Book.DUNE);
			assertThat(there.get("k")).isNotNull();
			here.clear();
			assertThat(this.server.command(command)).startsWith("HD");
			MemcachedCache newcomer = instance(late, Duration.ZERO);
			Stream.of(newcomer, there, here).forEach((cache) -> assertThat(cache.get("k")).isNull());
			there.put("k", Book.EMMA);
			Stream.of(newcomer, there, here).forEach((cache) -> assertThat(cache.get("k")).isNotNull());
		}
	}

	@Test
	void costsTheEntriesButNothingElseWhenTheRecordIsLost() {
		MemcachedCache cache = instance(this.mine, Duration.ZERO);
		cache.put("k", Book.DUNE);
		this.server.command("md " + TestCaches.generationKey(cache));
		assertThat(cache.get("k")).isNull();
		assertThat(cache.get("k", () -> Book.EMMA)).isEqualTo(Book.EMMA);
		assertThat(cache.get("k", Book.class)).isEqualTo(Book.EMMA);
		assertThat(cache.getStatistics().failures()).isZero();
	}

	@Test
	void lastsWhenSeveralInstancesClearAtTheSameTime() {
		try (TestCaches second = TestCaches.on(this.server); TestCaches third = TestCaches.on(this.server)) {
			List<MemcachedCache> caches = Stream.of(this.mine, second, third)
				.map((instance) -> instance(instance, Duration.ZERO))
				.toList();
			for (int round = 0; round < 50; round++) {
				caches.get(round % 3).put("k", round);
				assertThat(caches).allMatch((cache) -> cache.get("k") != null);
				AtomicInteger next = new AtomicInteger();
				Callers.together(3, () -> {
					caches.get(next.getAndIncrement()).clear();
					return null;
				});
				assertThat(caches).allMatch((cache) -> cache.get("k") == null);
			}
			assertThat(caches).allMatch((cache) -> cache.getStatistics().failures() == 0);
		}
	}

	@Test
	void outdatesWhatAnInvocationLoadedBeforeIt() {
		outdates((here) -> {
			MemcachedCache view = here.forInvocation(null, new CacheableInvocation());
			assertThat(view.get("k")).isNull();
			return (clear) -> {
				clear.run();
				view.put("k", Book.DUNE);
			};
		});
	}

	@Test
	void outdatesWhatAnAsynchronousInvocationLoadedBeforeIt() {
		outdates((here) -> {
			MemcachedCache view = here.forInvocation(null, new CacheableInvocation());
			assertThat(Callers.await(view.retrieve("k"))).isNull();
			return (clear) -> {
				clear.run();
				view.put("k", Book.DUNE);
			};
		});
	}

	@Test
	void outdatesALoadThatBeganBeforeIt() {
		outdates((here) -> (clear) -> here.get("k", () -> {
			clear.run();
			return Book.DUNE;
		}));
	}

	@Test
	void outdatesAnAsynchronousLoadThatBeganBeforeIt() {
		outdates((here) -> (clear) -> Callers.await(here.retrieve("k", () -> {
			clear.run();
			return CompletableFuture.completedFuture(Book.DUNE);
		})));
	}

	private void outdates(Function<MemcachedCache, Load> loading) {
		MemcachedCache here = instance(this.mine, Duration.ZERO);
		loading.apply(here).finishAfter(here::clear);
		assertThat(here.get("k")).isNull();
		try (TestCaches theirs = TestCaches.on(this.server)) {
			MemcachedCache there = instance(theirs, Duration.ZERO);
			loading.apply(here).finishAfter(there::clear);
			assertThat(here.get("k")).isNull();
			assertThat(there.get("k")).isNull();
			loading.apply(here).finishAfter(() -> {
			});
			assertThat(here.get("k", Book.class)).isEqualTo(Book.DUNE);
		}
	}

	/**
	 * A load that began.
	 */
	private interface Load {

		/** Does what comes in between, then stores what was loaded. */
		void finishAfter(Runnable clear);

	}

}
