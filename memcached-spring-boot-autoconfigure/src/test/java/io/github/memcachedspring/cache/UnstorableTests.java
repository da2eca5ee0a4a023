package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Values that cannot be stored.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith({ TestCachesExtension.class, OutputCaptureExtension.class })
class UnstorableTests {

	private final TestCaches caches;

	private final AtomicInteger loads = new AtomicInteger();

	UnstorableTests(TestCaches caches) {
		this.caches = caches;
	}

	private MemcachedCache cache(Unstorable unstorable, OnError onError) {
		MemcachedCache cache = this.caches
			.cache((configuration) -> unstorable.configure(configuration).onError(onError));
		cache.put("k", Book.DUNE);
		assertThat(cache.get("k")).isNotNull();
		return cache;
	}

	@ParameterizedTest
	@EnumSource
	void removesTheFormerEntryAndCounts(Unstorable unstorable) {
		MemcachedCache cache = cache(unstorable, OnError.MISS);
		cache.put("k", unstorable.value);
		assertThat(cache.get("k")).isNull();
		MemcachedCacheStatistics statistics = cache.getStatistics();
		assertThat(statistics.unstorable()).isOne();
		assertThat(statistics.tooLarge()).isEqualTo((unstorable == Unstorable.TOO_LARGE) ? 1 : 0);
		assertThat(statistics.failures()).isZero();
		assertThat(statistics.puts()).isOne();
		assertThat(statistics.evictions()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void throwsAndRemovesTheFormerEntryIfThatIsWanted(Unstorable unstorable) {
		MemcachedCache cache = cache(unstorable, OnError.THROW);
		assertThatException().isThrownBy(() -> cache.put("k", unstorable.value));
		assertThat(cache.get("k")).isNull();
		assertThatException().isThrownBy(() -> cache.putIfAbsent("k", unstorable.value));
		assertThat(cache.getStatistics().unstorable()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void returnsALoadedValueAndLoadsOnce(Unstorable unstorable) {
		for (OnError onError : OnError.values()) {
			this.loads.set(0);
			MemcachedCache cache = cache(unstorable, onError);
			assertThat(cache.get("other", () -> {
				this.loads.incrementAndGet();
				return unstorable.value;
			})).isSameAs(unstorable.value);
			assertThat(Callers.await(cache.retrieve("other", () -> {
				this.loads.incrementAndGet();
				return CompletableFuture.completedFuture(unstorable.value);
			}))).isSameAs(unstorable.value);
			MemcachedCache view = cache.forInvocation(null, new CacheableInvocation());
			assertThat(Callers.await(view.retrieve("other"))).isNull();
			view.put("other", unstorable.value);
			assertThat(this.loads).hasValue(2);
			Callers.awaitUntil(() -> cache.getStatistics().unstorable() == 3);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "UNTRUSTED", "UNSERIALIZABLE", "WITHOUT_TIME_TO_LIVE" })
	void putIfAbsentReturnsWhatIsThere(Unstorable unstorable) {
		MemcachedCache cache = cache(unstorable, OnError.MISS);
		assertThat(cache.putIfAbsent("k", unstorable.value)).isNotNull();
		assertThat(cache.putIfAbsent("absent", unstorable.value)).isNull();
		assertThat(cache.get("absent")).isNull();
	}

	@Test
	void losesNoLoadedValueWhateverTheTtlFunctionThrows() {
		for (Error error : List.of(new NoClassDefFoundError("missing"), new Error("of its own"))) {
			MemcachedCache cache = this.caches
				.cache((configuration) -> configuration.ttlFunction((name, key, value) -> {
					throw error;
				}));
			assertThat(cache.retrieve("k", () -> CompletableFuture.completedFuture(Book.DUNE)))
				.succeedsWithin(Duration.ofSeconds(20))
				.isEqualTo(Book.DUNE);
		}
	}

	@Test
	void letsEachCallerLoadWhatCannotBeCopied() throws Exception {
		MemcachedCache cache = this.caches.cache();
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch finish = new CountDownLatch(1);
		Future<Object> first = Callers.start(() -> cache.get("k", () -> {
			loading.countDown();
			finish.await();
			return new Untrusted();
		}));
		assertThat(loading.await(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
		List<Future<Object>> others = Callers.startAll(4, () -> cache.get("k", Untrusted::new));
		Callers.awaitUntil(() -> cache.getStatistics().misses() == 5);
		finish.countDown();
		assertThat(others).extracting(Callers::await).doesNotHaveDuplicates().doesNotContain(Callers.await(first));
	}

	@Test
	void namesAnUntrustedTypeAndTheWayOutOnce(CapturedOutput output) {
		MemcachedCacheManager manager = this.caches.manager(this.caches.operations(), TestCaches.configuration());
		List.of("a", "b").forEach((name) -> {
			for (int i = 0; i < 3; i++) {
				manager.getCache(name).put(i, new Untrusted());
			}
		});
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "WARN")).isOne();
		assertThat(output).contains("'%s'".formatted(Untrusted.class.getName()))
			.contains("'memcached.cache.trusted-packages'");
	}

	@Test
	void refusesANullThatIsNotToBeStored() {
		MemcachedCache cache = this.caches.cache((configuration) -> configuration.cacheNullValues(false));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put("k", null))
			.withMessageContaining("unless")
			.withMessageContaining(cache.getName());
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putIfAbsent("k", null));
		assertThatIllegalArgumentException().isThrownBy(() -> {
			MemcachedCache view = cache.forInvocation(null, new CacheableInvocation());
			view.get("k");
			view.put("k", null);
		});
		assertThat((Object) cache.get("k", () -> null)).isNull();
		CompletableFuture<Object> retrieved = cache.retrieve("k", () -> CompletableFuture.completedFuture(null));
		assertThat(Callers.await(retrieved)).isNull();
		assertThat(cache.get("k")).isNull();
		assertThat(cache.getStatistics().puts()).isZero();
	}

	@Test
	void doesNotTakeANullFromBeforeTheSettingChanged() {
		MemcachedCache before = this.caches.cache();
		before.put("k", null);
		MemcachedCache after = this.caches.cache(before.getName(),
				(configuration) -> configuration.cacheNullValues(false));
		assertThat(after.get("k")).isNull();
		assertThat(after.putIfAbsent("k", Book.DUNE)).isNull();
		assertThat(after.get("k", Book.class)).isEqualTo(Book.DUNE);
	}

	enum Unstorable {

		UNTRUSTED(new Untrusted()),

		UNSERIALIZABLE(new Unserializable()) {
			@Override
			MemcachedCacheConfiguration configure(MemcachedCacheConfiguration configuration) {
				TrustedTypes trusted = TestCaches.TRUSTED.withClasses(Unserializable.class);
				return configuration.transcoder(Transcoder.of(ObjectCodec.jdk(trusted, null), Compression.none()));
			}
		},

		TOO_LARGE(incompressible(2_000_000)),

		WITHOUT_TIME_TO_LIVE(Book.EMMA) {
			@Override
			MemcachedCacheConfiguration configure(MemcachedCacheConfiguration configuration) {
				return configuration.ttlFunction((cacheName, key, value) -> {
					if (value == Book.EMMA) {
						throw new IllegalStateException("no opinion on Emma");
					}
					return null;
				});
			}
		};

		final Object value;

		Unstorable(Object value) {
			this.value = value;
		}

		MemcachedCacheConfiguration configure(MemcachedCacheConfiguration configuration) {
			return configuration;
		}

		private static byte[] incompressible(int length) {
			byte[] bytes = new byte[length];
			new Random(1).nextBytes(bytes);
			return bytes;
		}

	}

	static class Untrusted {

	}

	static class Unserializable {

	}

}
