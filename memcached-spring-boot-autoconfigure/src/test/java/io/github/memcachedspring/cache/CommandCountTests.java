package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server itself counts of commands. It counts {@code mg} as get, or as touch if
 * it only sets an expiration, {@code ms} as set and {@code md} as delete.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(TestCachesExtension.class)
class CommandCountTests {

	private final MemcachedServer server;

	private final TestCaches caches;

	CommandCountTests(MemcachedServer server, TestCaches caches) {
		this.server = server;
		this.caches = caches;
	}

	/** Returns a cache that has no reason to ask for its generation again. */
	private MemcachedCache settled(UnaryOperator<MemcachedCacheConfiguration> settings) {
		MemcachedCache cache = this.caches
			.cache((configuration) -> settings.apply(configuration.clearPropagation(Duration.ofHours(1))));
		cache.get("settle");
		return cache;
	}

	private MemcachedCache settled() {
		return settled((configuration) -> configuration);
	}

	private Commands commandsOf(Runnable action) {
		Commands before = Commands.of(this.server);
		action.run();
		return Commands.of(this.server).minus(before);
	}

	@Test
	void costsOneCommandPerHitAndOneGenerationReadPerSecond() {
		MemcachedCache cache = this.caches.cache();
		cache.put("k", Book.DUNE);
		long start = System.nanoTime();
		Commands commands = commandsOf(() -> IntStream.range(0, 1000).forEach((i) -> cache.get("k")));
		long seconds = (System.nanoTime() - start) / 1_000_000_000 + 1;
		assertThat(commands.gets()).isBetween(1000L, 1000L + seconds);
		assertThat(commands.others()).isZero();
	}

	@Test
	void costsOneCommandPerHitInViewsLoadsAndRetrieves() {
		MemcachedCache cache = settled();
		cache.put("k", Book.DUNE);
		assertThat(commandsOf(() -> cache.forInvocation(null, new CacheableInvocation()).get("k")))
			.isEqualTo(new Commands(1, 0, 0, 0));
		assertThat(commandsOf(() -> cache.get("k", () -> Book.EMMA))).isEqualTo(new Commands(1, 0, 0, 0));
		assertThat(commandsOf(() -> Callers.await(cache.retrieve("k")))).isEqualTo(new Commands(1, 0, 0, 0));
		assertThat(commandsOf(() -> Callers.await(cache.retrieve("k", () -> null))))
			.isEqualTo(new Commands(1, 0, 0, 0));
	}

	@Test
	void costsTwoCommandsToMissAndStore() {
		MemcachedCache cache = settled();
		Commands expected = new Commands(1, 1, 0, 0);
		assertThat(commandsOf(() -> {
			MemcachedCache view = cache.forInvocation(Duration.ofMinutes(1), new CacheableInvocation());
			view.get("a");
			view.put("a", Book.DUNE);
		})).isEqualTo(expected);
		assertThat(commandsOf(() -> cache.get("b", () -> Book.DUNE))).isEqualTo(expected);
		assertThat(commandsOf(() -> {
			Callers.await(cache.retrieve("c", () -> CompletableFuture.completedFuture(Book.DUNE)));
			cache.get("c");
		})).isEqualTo(new Commands(2, 1, 0, 0));
	}

	@Test
	void costsOneCommandToPutAndToEvict() {
		MemcachedCache cache = settled();
		assertThat(commandsOf(() -> cache.put("k", Book.DUNE))).isEqualTo(new Commands(0, 1, 0, 0));
		assertThat(commandsOf(() -> cache.evict("k"))).isEqualTo(new Commands(0, 0, 0, 1));
		assertThat(commandsOf(() -> cache.evict("k"))).isEqualTo(new Commands(0, 0, 0, 1));
	}

	@Test
	void costsOneCommandToPutIfAbsentAndTwoIfPresent() {
		MemcachedCache cache = settled();
		assertThat(commandsOf(() -> cache.putIfAbsent("k", Book.DUNE))).isEqualTo(new Commands(0, 1, 0, 0));
		assertThat(commandsOf(() -> cache.putIfAbsent("k", Book.DUNE))).isEqualTo(new Commands(1, 1, 0, 0));
	}

	@Test
	void costsTwoCommandsToEvictIfPresent() {
		MemcachedCache cache = settled();
		cache.put("k", Book.DUNE);
		assertThat(commandsOf(() -> cache.evictIfPresent("k"))).isEqualTo(new Commands(1, 0, 0, 1));
	}

	@Test
	void costsTwoCommandsToClearHoweverManyEntriesThereAre() {
		MemcachedCache cache = settled();
		IntStream.range(0, 100).forEach((i) -> cache.put(i, i));
		assertThat(commandsOf(cache::clear)).isEqualTo(new Commands(1, 1, 0, 0));
		assertThat(commandsOf(() -> cache.get(1))).isEqualTo(new Commands(1, 0, 0, 0));
	}

	@Test
	void asksForTheGenerationWithEachReadWithoutPropagation() {
		MemcachedCache cache = this.caches.cache((configuration) -> configuration.clearPropagation(Duration.ZERO));
		cache.put("k", Book.DUNE);
		assertThat(commandsOf(() -> IntStream.range(0, 100).forEach((i) -> cache.get("k"))))
			.isEqualTo(new Commands(200, 0, 0, 0));
	}

	@Test
	void sharesTheQuestionForTheGeneration() {
		MemcachedCache cache = this.caches
			.cache((configuration) -> configuration.clearPropagation(Duration.ofHours(1)));
		Commands commands = commandsOf(() -> Callers.together(64, () -> cache.get("k")));
		// Callers that come when the answer is just there may ask once more.
		assertThat(commands.gets()).isBetween(65L, 70L);
		assertThat(commands.sets()).isBetween(1L, 6L);
	}

	@Test
	void touchesOnlyBelowThreeQuartersOfTheIdleTime() {
		MemcachedCache cache = settled((configuration) -> configuration.timeToIdle(Duration.ofSeconds(100)));
		cache.put("k", Book.DUNE);
		assertThat(commandsOf(() -> cache.get("k"))).isEqualTo(new Commands(1, 0, 0, 0));
		this.server.command("mg %s T74".formatted(TestCaches.wireKey(cache, "k")));
		assertThat(commandsOf(() -> {
			cache.get("k");
			cache.get("k");
		})).isEqualTo(new Commands(2, 0, 1, 0));
	}

	/**
	 * Counts of commands.
	 */
	private record Commands(long gets, long sets, long touches, long deletes) {

		static Commands of(MemcachedServer server) {
			return new Commands(server.stat("cmd_get"), server.stat("cmd_set"), server.stat("cmd_touch"),
					server.stat("delete_hits") + server.stat("delete_misses"));
		}

		Commands minus(Commands before) {
			return new Commands(this.gets - before.gets, this.sets - before.sets, this.touches - before.touches,
					this.deletes - before.deletes);
		}

		long others() {
			return this.sets + this.touches + this.deletes;
		}

	}

}
