package io.github.memcachedspring.cache;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Spring's contract says of loads by callers that wait.
 */
@ParameterizedClass
@MethodSource("io.github.memcachedspring.cache.CacheVariant#all")
class CacheLoadContractTests extends CacheContract {

	private final AtomicInteger loads = new AtomicInteger();

	CacheLoadContractTests(CacheVariant variant) {
		super(variant);
	}

	private Book loadDune() {
		this.loads.incrementAndGet();
		return Book.DUNE;
	}

	@Test
	void loadsWhenThereIsNoMappingAndStores() {
		assertThat(load("k", this::loadDune)).isEqualTo(Book.DUNE);
		assertThat(load("k", this::loadDune)).isEqualTo(Book.DUNE);
		assertThat(value("k")).isEqualTo(Book.DUNE);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void returnsWhatIsCachedWithoutLoading() {
		cache().put("k", Book.EMMA);
		assertThat(load("k", this::loadDune)).isEqualTo(Book.EMMA);
		assertThat(this.loads).hasValue(0);
	}

	@Test
	void cachesNullToo() {
		Callable<Book> loader = () -> {
			this.loads.incrementAndGet();
			return null;
		};
		assertThat(load("k", loader)).isNull();
		assertThat(load("k", loader)).isNull();
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void wrapsWhatTheLoaderThrows() {
		Exception failure = new Exception("no such book");
		Callable<Book> loader = () -> {
			throw failure;
		};
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> load("k", loader))
			.withCause(failure)
			.satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("k"));
		assertThat(get("k")).isNull();
		assertThat(load("k", this::loadDune)).isEqualTo(Book.DUNE);
	}

	@Test
	void loadsOverAStub() {
		leaveStub("k");
		assertThat(load("k", this::loadDune)).isEqualTo(Book.DUNE);
		assertThat(value("k")).isEqualTo(Book.DUNE);
	}

	@Test
	void loadsOnceForManyCallersAndGivesEachAnInstanceOfItsOwn() {
		List<Book> books = Callers.together(64, () -> load("k", () -> {
			Thread.sleep(50);
			return new Book(loadDune().isbn(), "Dune");
		}));
		assertThat(this.loads).hasValue(1);
		Set<Book> instances = Collections.newSetFromMap(new IdentityHashMap<>());
		instances.addAll(books);
		assertThat(instances).hasSize(64).allMatch(Book.DUNE::equals);
	}

	@Test
	void runsEachLoaderOnceAtMostWhenLoadsFail() {
		AtomicInteger failures = new AtomicInteger();
		Callers.together(16, () -> {
			AtomicInteger runs = new AtomicInteger();
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> load("k", () -> {
				runs.incrementAndGet();
				throw new IllegalStateException("down");
			})).withCauseInstanceOf(IllegalStateException.class);
			failures.incrementAndGet();
			assertThat(runs).hasValue(1);
			return null;
		});
		assertThat(failures).hasValue(16);
	}

	@Test
	void letsWaitingCallersTryForThemselvesWhenALoadFails() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch fail = new CountDownLatch(1);
		Future<Class<?>> failing = Callers.start(() -> {
			try {
				return load("k", () -> {
					loading.countDown();
					fail.await();
					throw new IllegalStateException("down");
				});
			}
			catch (ValueRetrievalException ex) {
				return ex.getCause().getClass();
			}
		});
		assertThat(loading.await(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
		List<Future<Book>> others = Callers.startAll(8, () -> load("k", this::loadDune));
		Callers.awaitUntil(() -> this.shared.getStatistics().misses() == 9);
		fail.countDown();
		assertThat(Callers.await(failing)).isEqualTo(IllegalStateException.class);
		assertThat(others).allSatisfy((other) -> assertThat(Callers.await(other)).isEqualTo(Book.DUNE));
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void endsWhenALoaderAsksForItsOwnKey() {
		Future<Book> book = Callers.start(() -> load("k", () -> cache().get("k", this::loadDune)));
		assertThat(Callers.await(book)).isEqualTo(Book.DUNE);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void loadsDifferentKeysSideBySide() {
		CountDownLatch bothLoading = new CountDownLatch(2);
		AtomicInteger number = new AtomicInteger();
		List<Boolean> met = Callers.together(2, () -> load(number.incrementAndGet(), () -> {
			bothLoading.countDown();
			return bothLoading.await(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS);
		}));
		assertThat(met).containsOnly(true);
	}

	@Test
	void doesNotStoreWhatWasLoadedBeforeAnEvict() {
		Book book = load("k", () -> {
			cache().evict("k");
			return loadDune();
		});
		assertThat(book).isEqualTo(Book.DUNE);
		assertThat(value("k")).isEqualTo("a miss");
	}

}
