package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.MemcachedServer;

import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a cache does within transactions. Whether it has done so already is looked up
 * through another instance, which takes part in none.
 */
@ExtendWith(TestCachesExtension.class)
class TransactionTests {

	private final TestCaches caches;

	private final MemcachedCache cache;

	private final MemcachedCache observer;

	private final AtomicInteger loads = new AtomicInteger();

	TransactionTests(TestCaches caches) {
		this.caches = caches;
		this.cache = this.caches.cache();
		this.observer = this.caches.cache(this.cache.getName(),
				(configuration) -> configuration.transactionAware(false).clearPropagation(Duration.ZERO));
	}

	@BeforeEach
	void store() {
		this.cache.put("k", Book.DUNE);
	}

	private Object seen() {
		return this.observer.get("k", Object.class);
	}

	private void commit(Consumer<TransactionStatus> action) {
		TestTransactions.writing().executeWithoutResult(action);
	}

	private void rollBack(Runnable action) {
		commit((status) -> {
			action.run();
			status.setRollbackOnly();
		});
	}

	private Book load() {
		this.loads.incrementAndGet();
		return Book.EMMA;
	}

	@Test
	void putsAfterTheCommit() {
		commit((status) -> {
			this.cache.put("k", Book.EMMA);
			assertThat(seen()).isEqualTo(Book.DUNE);
		});
		assertThat(seen()).isEqualTo(Book.EMMA);
	}

	@Test
	void putsWhatTheValueWasAtTheCall() {
		List<String> list = new ArrayList<>(List.of("before"));
		commit((status) -> {
			this.cache.put("k", list);
			list.set(0, "after");
		});
		assertThat(seen()).isEqualTo(List.of("before"));
	}

	@Test
	void evictsAfterTheCommit() {
		commit((status) -> {
			this.cache.evict("k");
			assertThat(seen()).isEqualTo(Book.DUNE);
		});
		assertThat(seen()).isNull();
	}

	@Test
	void clearsAfterTheCommit() {
		commit((status) -> {
			this.cache.clear();
			assertThat(seen()).isEqualTo(Book.DUNE);
		});
		assertThat(seen()).isNull();
	}

	@Test
	void carriesOutWritesInTheirOrder() {
		commit((status) -> {
			this.cache.put("k", Book.EMMA);
			this.cache.evict("k");
			this.cache.put("other", Book.DUNE);
			this.cache.clear();
			this.cache.put("last", Book.EMMA);
		});
		assertThat(seen()).isNull();
		assertThat(this.observer.get("other")).isNull();
		assertThat(this.cache.getStatistics().clears()).isOne();
	}

	@Test
	void dropsWritesOnRollback() {
		rollBack(() -> this.cache.put("k", Book.EMMA));
		rollBack(() -> this.cache.evict("k"));
		rollBack(this.cache::clear);
		rollBack(() -> this.cache.get("new", this::load));
		assertThat(seen()).isEqualTo(Book.DUNE);
		assertThat(this.observer.get("new")).isNull();
	}

	@Test
	void leavesNothingThatIsStaleIfNobodyKnowsWhetherThereWasACommit() {
		endUnknown(() -> this.cache.evict("k"));
		assertThat(seen()).isNull();
		this.cache.put("k", Book.DUNE);
		endUnknown(() -> this.cache.put("k", Book.EMMA));
		assertThat(seen()).isNull();
		this.cache.put("k", Book.DUNE);
		endUnknown(this.cache::clear);
		assertThat(seen()).isNull();
		endUnknown(() -> assertThat(this.cache.get("new", this::load)).isEqualTo(Book.EMMA));
		assertThat(this.observer.get("new")).isNull();
	}

	private static void endUnknown(Runnable action) {
		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> TestTransactions.unknown().executeWithoutResult((status) -> action.run()));
	}

	@Test
	void writesAtOnceWhereTheContractSaysSo() {
		rollBack(() -> {
			assertThat(this.cache.putIfAbsent("new", Book.EMMA)).isNull();
			assertThat(this.observer.get("new", Book.class)).isEqualTo(Book.EMMA);
			assertThat(this.cache.evictIfPresent("k")).isTrue();
			assertThat(seen()).isNull();
			assertThat(this.cache.invalidate()).isFalse();
			assertThat(this.observer.get("new")).isNull();
		});
	}

	@Test
	void neitherSharesNorStoresALoadBeforeTheCommit() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch finish = new CountDownLatch(1);
		Future<Book> loadedInside = Callers
			.start(() -> TestTransactions.writing().execute((status) -> this.cache.get("new", () -> {
				loading.countDown();
				finish.await();
				return new Book("uncommitted", "");
			})));
		assertThat(loading.await(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
		assertThat(Callers.await(Callers.start(() -> this.cache.get("new", this::load)))).isEqualTo(Book.EMMA);
		this.cache.evict("new");
		finish.countDown();
		assertThat(Callers.await(loadedInside).isbn()).isEqualTo("uncommitted");
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void storesALoadAfterTheCommit() {
		commit((status) -> {
			assertThat(this.cache.get("new", this::load)).isEqualTo(Book.EMMA);
			assertThat(this.observer.get("new")).isNull();
		});
		assertThat(this.observer.get("new", Book.class)).isEqualTo(Book.EMMA);
	}

	@Test
	void storesALoadAtOnceInAReadOnlyTransaction() {
		TestTransactions.readOnly().executeWithoutResult((status) -> {
			assertThat(this.cache.get("new", this::load)).isEqualTo(Book.EMMA);
			assertThat(this.observer.get("new", Book.class)).isEqualTo(Book.EMMA);
		});
	}

	@Test
	void writesWhenAnotherCallbackOfTheCommitAsksForIt() {
		commit((status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				TransactionTests.this.cache.evict("k");
			}

		}));
		assertThat(seen()).isNull();
	}

	@Test
	void writesAtOnceWhenACallbackAfterTheTransactionAsksForIt() {
		commit((status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int completion) {
				TransactionTests.this.cache.evict("k");
			}

		}));
		assertThat(seen()).isNull();
	}

	@Test
	void carriesOutTheOtherWritesWhenOneFailsAfterTheCommit() {
		try (MemcachedServer dead = MemcachedServer.start(); TestCaches others = TestCaches.on(dead)) {
			MemcachedCache failing = others.cache((configuration) -> configuration.onError(OnError.THROW));
			commit((status) -> {
				failing.evict("k");
				this.cache.evict("k");
				dead.kill();
			});
			assertThat(seen()).isNull();
			assertThat(failing.getStatistics().failures()).isOne();
		}
	}

	@Test
	void writesAtOnceWhenTheCacheIsNotTransactionAware() {
		rollBack(() -> this.observer.evict("k"));
		assertThat(seen()).isNull();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> rollBack(() -> {
			this.observer.put("k", Book.EMMA);
			throw new IllegalStateException();
		}));
		assertThat(seen()).isEqualTo(Book.EMMA);
	}

	@Test
	void nobodyWaitsForALoadOfANullThatIsNotCached() {
		MemcachedCache withoutNulls = this.caches.cache(this.cache.getName(),
				(configuration) -> configuration.cacheNullValues(false));
		commit((status) -> assertThat(withoutNulls.<Object>get("null", () -> null)).isNull());
		assertThat(this.observer.get("null", this::load)).isEqualTo(Book.EMMA);
		assertThat(this.observer.getStatistics().loads().waits()).isZero();
	}

	@Test
	void nobodyWaitsForALoadThatFailed() {
		assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> commit((status) -> this.cache.get("failing", () -> {
				throw new IllegalStateException();
			})));
		assertThat(this.observer.get("failing", this::load)).isEqualTo(Book.EMMA);
		assertThat(this.observer.getStatistics().loads().waits()).isZero();
	}

}
