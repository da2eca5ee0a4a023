package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.atomic.AtomicResult.Absent;
import io.github.memcachedspring.atomic.AtomicResult.Applied;
import io.github.memcachedspring.cache.MemcachedCacheStatistics;
import io.github.memcachedspring.cache.OnError;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.KeyMovedException;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TranscodingException;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.junit.jupiter.api.Test;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Updates of the entries of caches.
 */
class CacheUpdatesTests extends CacheUpdatesContract {

	private static final byte[] FENCE = Fence.of(new byte[] { 1 });

	@Test
	void changesTheVeryEntriesOfTheCache() {
		this.cache.put(KEY, 5L);
		assertThat(increment()).isEqualTo(new Applied<>(5L, 6L, 1));
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(6);
		assertThat(this.updates.get(KEY, Long.class)).isEqualTo(6);
	}

	@Test
	void createsEntriesThatTheCacheReads() {
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(1);
	}

	@Test
	void removesEntriesOfTheCache() {
		this.cache.put(KEY, 5L);
		assertThat(this.updates.update(KEY, Long.class, (before) -> null)).isEqualTo(new Applied<>(5L, null, 1));
		assertThat(this.cache.get(KEY)).isNull();
		assertThat(find()).isNull();
	}

	@Test
	void doesTheSameForThoseWhoDoNotWait() throws Exception {
		this.cache.put(KEY, 5L);
		CountDownLatch attached = new CountDownLatch(1);
		CompletableFuture<String> completedOn = this.updates.async().update(KEY, Long.class, plusOneAfter(() -> {
			await(attached);
			this.cache.put(KEY, 10L);
		})).thenApply((result) -> {
			assertThat(result).isEqualTo(new Applied<>(10L, 11L, 2));
			return Thread.currentThread().getName();
		});
		attached.countDown();
		assertThat(completedOn.get(60, TimeUnit.SECONDS)).startsWith("memcached-atomic-");
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(11);
	}

	@Test
	void beginsAnewAfterAPutInBetween() {
		this.cache.put(KEY, 5L);
		assertThat(this.updates.update(KEY, Long.class, plusOneAfter(() -> this.cache.put(KEY, 10L))))
			.isEqualTo(new Applied<>(10L, 11L, 2));
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(11);
	}

	@Test
	void beginsAnewAfterAnEvictInBetween() {
		this.cache.put(KEY, 5L);
		assertThat(this.updates.update(KEY, Long.class, plusOneAfter(() -> this.cache.evict(KEY))))
			.isEqualTo(new Applied<>(null, 1L, 2));
		this.cache.put(KEY, 5L);
		assertThat(this.updates.updateIfPresent(KEY, Long.class,
				(before) -> plusOneAfter(() -> this.cache.evict(KEY)).apply(before)))
			.isEqualTo(new Absent<>());
		assertThat(this.cache.get(KEY)).isNull();
	}

	@Test
	void doesNotOutliveAClearInBetween() {
		this.cache.put(KEY, 5L);
		assertThat(this.updates.update(KEY, Long.class, plusOneAfter(this.cache::clear)).isApplied()).isTrue();
		assertThat(this.cache.get(KEY)).isNull();
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(1);
	}

	@Test
	void takesWhatWasClearedForAbsent() {
		this.cache.put(KEY, 5L);
		this.cache.clear();
		assertThat(this.updates.updateIfPresent(KEY, Long.class, (before) -> 0L)).isEqualTo(new Absent<>());
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(1);
	}

	@Test
	void takesACachedNullForAbsent() {
		this.cache.put(KEY, null);
		assertThat(this.updates.get(KEY, Long.class)).isNull();
		assertThat(this.updates.updateIfPresent(KEY, Long.class, (before) -> 0L)).isEqualTo(new Absent<>());
		assertThat(this.updates.deleteIf(KEY, Long.class, (before) -> true)).isEqualTo(new Absent<>());
		assertThat(this.updates.update(KEY, Long.class, (before) -> null)).isEqualTo(new Applied<>(null, null, 1));
		assertThat(this.cache.get(KEY)).as("the null").isNotNull();
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(remainingSeconds()).as("not that of the null").isGreaterThan(400);
	}

	@Test
	void replacesTheStubOfALoad() {
		assertThat(this.operations.getWithLease(wireKey(), MINUTE).await().isStub()).isTrue();
		assertThat(this.updates.updateIfPresent(KEY, Long.class, (before) -> 0L)).isEqualTo(new Absent<>());
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(1);
	}

	@Test
	void replacesWhatCannotBeDecoded() {
		leave(new byte[] { 1, 2, 3 });
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(this.cache.getStatistics().undecodable()).isOne();
		assertThat(remainingSeconds()).isGreaterThan(400);
	}

	@Test
	void changesNothingThatAMigrationHasMoved() {
		leave(FENCE);
		assertThatExceptionOfType(KeyMovedException.class).isThrownBy(this::increment);
		assertThatExceptionOfType(KeyMovedException.class)
			.isThrownBy(() -> this.updates.deleteIf(KEY, Long.class, (before) -> true));
		assertThatExceptionOfType(KeyMovedException.class).isThrownBy(() -> this.updates.get(KEY, Long.class));
		assertThat(item().value()).isEqualTo(FENCE);
	}

	@Test
	void changesNothingThatAMigrationMovesInBetween() {
		this.cache.put(KEY, 5L);
		before("compareAndSet", () -> leave(FENCE));
		assertThatExceptionOfType(KeyMovedException.class).isThrownBy(this::increment);
		leave(new byte[] { 1, 2, 3 });
		before("evictIfUnchanged", () -> leave(FENCE));
		assertThatExceptionOfType(KeyMovedException.class).as("instead of what cannot be decoded")
			.isThrownBy(this::increment);
		assertThat(item().value()).isEqualTo(FENCE);
	}

	@Test
	void takesEffectAtOnceWithinATransactionAndIsNotUndone() {
		configure((configuration) -> configuration.transactionAware(true));
		TransactionSynchronizationManager.initSynchronization();
		TransactionSynchronizationManager.setActualTransactionActive(true);
		try {
			this.cache.put(KEY, 50L);
			assertThat(find()).as("waits for the commit").isNull();
			assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
			assertThat(this.updates.get(KEY, Long.class)).isEqualTo(1);
		}
		finally {
			TransactionSynchronizationManager.clear();
		}
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(1);
	}

	@Test
	void countsInTheStatisticsOfTheCache() {
		increment();
		increment();
		this.updates.updateIfPresent(KEY, Long.class, (before) -> null);
		leave(FENCE);
		assertThatExceptionOfType(KeyMovedException.class).isThrownBy(this::increment);
		MemcachedCacheStatistics statistics = this.cache.getStatistics();
		assertThat(statistics).extracting("puts", "evictions", "failures", "hits", "misses")
			.containsExactly(2L, 1L, 1L, 0L, 0L);
	}

	@Test
	void takesTwoCommands() {
		increment();
		long reads = this.server.stat("cmd_get");
		long stores = this.server.stat("cmd_set");
		increment();
		assertThat(this.server.stat("cmd_get") - reads).isOne();
		assertThat(this.server.stat("cmd_set") - stores).isOne();
	}

	@Test
	void refusesAValueOfAnotherType() {
		this.cache.put(KEY, "text");
		assertThatIllegalStateException().isThrownBy(this::increment);
		assertThat(this.cache.get(KEY, String.class)).isEqualTo("text");
	}

	@Test
	void throwsWhateverTheCacheDoesWithItsFailures() {
		configure((configuration) -> configuration.onError(OnError.MISS));
		assertThatExceptionOfType(TranscodingException.class)
			.isThrownBy(() -> this.updates.update(KEY, Object.class, (before) -> new Thread()));
		assertThat(find()).isNull();
	}

	record Isbn(String code) {

	}

	@Test
	void tellsKeysApartAsTheCacheDoes() {
		List<Object> keys = List.of(1L, 1, "1", "l=1", new SimpleKey("a", 1), new SimpleKey("a,1"), new Isbn("1"),
				LocalDate.EPOCH, List.of("a", "b"), "x".repeat(249), "x".repeat(300), "x".repeat(301), "ü :#%\r\n");
		for (Object key : keys) {
			this.updates.update(key, String.class, (before) -> before + "for " + key);
		}
		assertThat(keys).allSatisfy((key) -> {
			assertThat(this.updates.get(key, String.class)).isEqualTo("nullfor " + key);
			assertThat(this.cache.get(key, String.class)).isEqualTo("nullfor " + key);
		});
		assertThatIllegalArgumentException().isThrownBy(() -> this.updates.get(new Object(), String.class));
	}

	@Test
	void encodesAsTheCacheDoes() {
		TrustedTypes trusted = TrustedTypes.jdkOnly();
		Compression always = new Compression(1, Compression.DEFAULT_MAX_INFLATED_SIZE);
		for (Transcoder transcoder : List.of(Transcoder.of(ObjectCodec.jdk(trusted, null), Compression.none()),
				Transcoder.of(JsonCodec.create(trusted, null), always))) {
			configure((configuration) -> configuration.transcoder(transcoder));
			this.cache.put(KEY, List.of("a".repeat(500)));
			this.updates.withOperationIds().update(KEY, List.class, (before) -> List.of(before.get(0), "b"));
			assertThat(this.cache.get(KEY).get()).isEqualTo(List.of("a".repeat(500), "b"));
			assertThat(transcoder.decode(transcoder.read(item().value()))).isEqualTo(List.of("a".repeat(500), "b"));
		}
	}

	@Test
	void sharesEntriesWithOtherInstances() {
		AtomicUpdates<Object> others = this.template.on(cache(this.cache.getName(), (configuration) -> configuration));
		for (int i = 0; i < 10; i++) {
			increment();
			others.update(KEY, Long.class, plusOne());
		}
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(20);
	}

	@Test
	void saysThatThereIsNoSuchCache() {
		assertThatIllegalStateException().isThrownBy(() -> this.template.on("unknown"))
			.withMessageContaining("There is no cache 'unknown'");
	}

	@Test
	void refusesATimeToLiveOfLessThanASecond() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.updates.withTimeToLive(Duration.ofMillis(1)));
	}

}
