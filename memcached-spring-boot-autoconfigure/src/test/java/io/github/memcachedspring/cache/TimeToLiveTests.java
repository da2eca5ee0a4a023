package io.github.memcachedspring.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.transcoder.EntryHeader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How long entries live, as the server sees it.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(TestCachesExtension.class)
class TimeToLiveTests {

	/**
	 * What passes between a store and a look, on a machine that has other things to do.
	 */
	private static final long SLACK = 20;

	private final MemcachedServer server;

	private final TestCaches caches;

	TimeToLiveTests(MemcachedServer server, TestCaches caches) {
		this.server = server;
		this.caches = caches;
	}

	private MemcachedCache cache(UnaryOperator<MemcachedCacheConfiguration> settings) {
		return this.caches.cache(settings);
	}

	/** Asks the server how many seconds are left. */
	private long remaining(MemcachedCache cache, Object key) {
		String answer = this.server.command("mg %s t".formatted(TestCaches.wireKey(cache, key)));
		assertThat(answer).startsWith("HD t");
		return Long.parseLong(answer.substring("HD t".length()));
	}

	/** Absolute times may be a second off: the server has a clock of its own. */
	private void lives(MemcachedCache cache, Object key, Duration expected) {
		assertThat(remaining(cache, key)).isBetween(expected.toSeconds() - SLACK, expected.toSeconds() + 1);
	}

	@Test
	void isAnHourByDefault() {
		MemcachedCache cache = cache((configuration) -> configuration);
		cache.put("k", Book.DUNE);
		lives(cache, "k", Duration.ofHours(1));
	}

	@Test
	void isThatOfTheCacheInEveryWayToStore() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToLive(Duration.ofMinutes(10)));
		storeInEveryWay(cache, cache);
		for (String key : new String[] { "put", "putIfAbsent", "get", "retrieve" }) {
			lives(cache, key, Duration.ofMinutes(10));
		}
	}

	@Test
	void isThatOfTheInvocationInEveryWayToStore() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToLive(Duration.ofMinutes(10))
			.ttlFunction((cacheName, key, value) -> Duration.ofHours(2)));
		storeInEveryWay(cache, cache.forInvocation(Duration.ofMinutes(5)));
		for (String key : new String[] { "put", "putIfAbsent", "get", "retrieve" }) {
			lives(cache, key, Duration.ofMinutes(5));
		}
		cache.forInvocation(Duration.ofMinutes(5)).forInvocation(null).put("k", Book.DUNE);
		lives(cache, "k", Duration.ofHours(2));
	}

	private static void storeInEveryWay(MemcachedCache cache, MemcachedCache view) {
		view.put("put", Book.DUNE);
		view.putIfAbsent("putIfAbsent", Book.DUNE);
		view.get("get", () -> Book.DUNE);
		Callers.await(view.retrieve("retrieve", () -> CompletableFuture.completedFuture(Book.DUNE)));
		assertThat(cache.get("retrieve")).isNotNull();
	}

	@Test
	void isWhatTheFunctionSays() {
		String name = TestCaches.name();
		MemcachedCache cache = this.caches.cache(name,
				(configuration) -> configuration.timeToLive(Duration.ofMinutes(10))
					.ttlFunction((cacheName, key,
							value) -> (cacheName.equals(name) && key.equals(1L) && Book.DUNE.equals(value))
									? Duration.ofMinutes(30) : null));
		cache.put(1L, Book.DUNE);
		cache.put(1, Book.DUNE);
		cache.put(2L, Book.EMMA);
		lives(cache, 1L, Duration.ofMinutes(30));
		lives(cache, 1, Duration.ofMinutes(10));
		lives(cache, 2L, Duration.ofMinutes(10));
	}

	@Test
	void isLessForNulls() {
		MemcachedCache cache = cache((configuration) -> configuration);
		cache.put("k", null);
		lives(cache, "k", Duration.ofSeconds(60));
		MemcachedCache longer = cache((configuration) -> configuration.nullTimeToLive(Duration.ofMinutes(10)));
		longer.put("k", null);
		lives(longer, "k", Duration.ofMinutes(10));
		longer.forInvocation(Duration.ofMinutes(5)).put("k", null);
		lives(longer, "k", Duration.ofMinutes(5));
	}

	@Test
	void mayBeMoreThanThirtyDays() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToLive(Duration.ofDays(400)));
		cache.put("k", Book.DUNE);
		lives(cache, "k", Duration.ofDays(400));
		assertThat(cache.get("k", Book.class)).isEqualTo(Book.DUNE);
	}

	@Test
	void mayBeForEverInEveryWayToSayIt() {
		Duration forEver = ChronoUnit.FOREVER.getDuration();
		MemcachedCache cache = cache((configuration) -> configuration.jitter(0.5)
			.timeToLive(forEver)
			.nullTimeToLive(forEver)
			.waitLimit(forEver)
			.clearPropagation(forEver));
		cache.put("setting", Book.DUNE);
		assertThat(cache.get("loader", () -> Book.DUNE)).isEqualTo(Book.DUNE);
		cache.forInvocation(forEver).put("invocation", Book.DUNE);
		MemcachedCache function = this.caches.cache(cache.getName(),
				(configuration) -> configuration.ttlFunction((name, key, value) -> forEver));
		function.put("function", Book.DUNE);
		assertThat(Stream.of("setting", "loader", "invocation", "function")).allSatisfy((key) -> {
			assertThat(cache.get(key, Book.class)).isEqualTo(Book.DUNE);
			assertThat(remaining(cache, key)).isGreaterThan(Duration.ofDays(365).toSeconds());
		});
	}

	@Test
	void isRoundedUpToWholeSeconds() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToLive(Duration.ofMillis(100_001)));
		cache.put("k", Book.DUNE);
		assertThat(remaining(cache, "k")).isBetween(101 - SLACK, 101L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT0.999S", "PT-1H" })
	void isNotLessThanASecond(Duration tooShort) {
		MemcachedCache cache = cache((configuration) -> configuration);
		assertThatIllegalArgumentException().isThrownBy(() -> cache.forInvocation(tooShort))
			.withMessageContaining("1 s");
		MemcachedCacheConfiguration configuration = TestCaches.configuration();
		assertThatIllegalArgumentException().isThrownBy(() -> configuration.timeToLive(tooShort));
		assertThatIllegalArgumentException().isThrownBy(() -> configuration.timeToIdle(tooShort));
		assertThatIllegalArgumentException().isThrownBy(() -> configuration.nullTimeToLive(tooShort));
		MemcachedCache function = cache((settings) -> settings.ttlFunction((name, key, value) -> tooShort));
		assertThat(function.get("k", () -> Book.DUNE)).isEqualTo(Book.DUNE);
		assertThat(function.get("k")).isNull();
		assertThat(function.getStatistics().unstorable()).isOne();
	}

	@Test
	void isShortenedByTheJitter() {
		MemcachedCache cache = cache((configuration) -> configuration.jitter(0.5).timeToLive(Duration.ofSeconds(1000)));
		for (int i = 0; i < 50; i++) {
			cache.put(i, i);
			assertThat(remaining(cache, i)).isBetween(500 - SLACK, 1000L);
		}
	}

	@Test
	void expires() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToLive(Duration.ofSeconds(1)));
		cache.put("k", Book.DUNE);
		Callers.awaitUntil(() -> cache.get("k") == null);
	}

	@Test
	void endsWhenNobodyReads() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToIdle(Duration.ofSeconds(1)));
		cache.put("idle", Book.DUNE);
		Callers.awaitUntil(() -> this.server.command("mg " + TestCaches.wireKey(cache, "idle")).startsWith("EN"));
		assertThat(cache.get("idle")).isNull();
	}

	@Test
	void isProlongedByReads() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToIdle(Duration.ofSeconds(100)));
		cache.put("k", Book.DUNE);
		this.server.command("mg %s T50".formatted(TestCaches.wireKey(cache, "k")));
		assertThat(cache.get("k")).isNotNull();
		Callers.awaitUntil(() -> remaining(cache, "k") > 50);
		lives(cache, "k", Duration.ofSeconds(100));
	}

	@Test
	void isNotProlongedBeyondTheTimeToLive() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToIdle(Duration.ofSeconds(100)));
		storeAged(cache, Duration.ofSeconds(200), Duration.ofSeconds(240));
		this.server.command("mg %s T10".formatted(TestCaches.wireKey(cache, "k")));
		assertThat(cache.get("k")).isNotNull();
		Callers.awaitUntil(() -> remaining(cache, "k") > 10);
		lives(cache, "k", Duration.ofSeconds(40));
	}

	@Test
	void endsThoughATouchKeptTheEntry() {
		MemcachedCache cache = cache((configuration) -> configuration.timeToIdle(Duration.ofSeconds(100)));
		storeAged(cache, Duration.ofSeconds(200), Duration.ofSeconds(199));
		assertThat(cache.get("k")).isNull();
		assertThat(cache.putIfAbsent("k", Book.EMMA)).isNull();
		assertThat(cache.get("k", Book.class)).isEqualTo(Book.EMMA);
	}

	/** Stores an entry as if that had been some time ago. */
	private void storeAged(MemcachedCache cache, Duration age, Duration timeToLive) {
		cache.put("k", Book.DUNE);
		byte[] entry = this.caches.operations().get(cache.wireKey("k")).await().value();
		long generation = TestCaches.JSON.read(entry).header().generation();
		EntryHeader header = EntryHeader.of(generation, System.currentTimeMillis() - age.toMillis(),
				timeToLive.toMillis());
		this.caches.operations()
			.put(cache.wireKey("k"), TestCaches.JSON.encode(Book.DUNE, header),
					Expiration.after(Duration.ofSeconds(100)))
			.await();
	}

}
