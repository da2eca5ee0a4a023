package io.github.memcachedspring.cache;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring's contract says of loads by callers that do not wait.
 */
@ParameterizedClass
@MethodSource("io.github.memcachedspring.cache.CacheVariant#all")
class CacheRetrieveContractTests extends CacheContract {

	private final AtomicInteger loads = new AtomicInteger();

	CacheRetrieveContractTests(CacheVariant variant) {
		super(variant);
	}

	private CompletableFuture<Book> loadDune() {
		this.loads.incrementAndGet();
		return CompletableFuture.completedFuture(Book.DUNE);
	}

	private static Throwable failureOf(CompletableFuture<?> future) {
		return Assertions
			.catchThrowableOfType(ExecutionException.class,
					() -> future.get(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS))
			.getCause();
	}

	@Test
	void loadsWhenThereIsNoMappingAndStores() {
		assertThat(Callers.await(retrieve("k", this::loadDune))).isEqualTo(Book.DUNE);
		assertThat(Callers.await(retrieve("k", this::loadDune))).isEqualTo(Book.DUNE);
		assertThat(value("k")).isEqualTo(Book.DUNE);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void returnsWhatIsCachedWithoutLoading() {
		cache().put("k", Book.EMMA);
		assertThat(Callers.await(retrieve("k", this::loadDune))).isEqualTo(Book.EMMA);
		assertThat(this.loads).hasValue(0);
	}

	@Test
	void takesNullForAValue() {
		Supplier<CompletableFuture<Book>> loader = () -> {
			this.loads.incrementAndGet();
			return CompletableFuture.completedFuture(null);
		};
		assertThat(Callers.await(retrieve("k", loader))).isNull();
		assertThat(Callers.await(retrieve("k", loader))).isNull();
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void failsAsTheLoadersFutureDoes() {
		Exception failure = new Exception("no such book");
		assertThat(failureOf(retrieve("k", () -> CompletableFuture.failedFuture(failure)))).isSameAs(failure);
		assertThat(Callers.await(retrieve("k", this::loadDune))).isEqualTo(Book.DUNE);
	}

	@Test
	void failsWhenTheLoaderThrowsBeforeItReturnsAFuture() {
		IllegalStateException failure = new IllegalStateException("down");
		assertThat(failureOf(retrieve("k", () -> {
			throw failure;
		}))).isSameAs(failure);
		assertThat(Callers.await(retrieve("k", this::loadDune))).isEqualTo(Book.DUNE);
	}

	@Test
	void failsWhenTheLoaderReturnsNoFuture() {
		assertThat(failureOf(retrieve("k", () -> null))).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("'k'");
		assertThat(Callers.await(retrieve("k", this::loadDune))).isEqualTo(Book.DUNE);
	}

	@Test
	void doesNotBlockWhileTheLoaderRuns() {
		CompletableFuture<Book> loaded = new CompletableFuture<>();
		CompletableFuture<Book> book = retrieve("k", () -> loaded);
		assertThat(book).isNotDone();
		loaded.complete(Book.DUNE);
		assertThat(Callers.await(book)).isEqualTo(Book.DUNE);
	}

	@Test
	void loadsOnceForManyCallersAndGivesEachAnInstanceOfItsOwn() {
		CompletableFuture<Book> loaded = new CompletableFuture<>();
		List<CompletableFuture<Book>> books = IntStream.range(0, 64).mapToObj((i) -> retrieve("k", () -> {
			this.loads.incrementAndGet();
			return loaded;
		})).toList();
		Callers.awaitUntil(() -> this.shared.getStatistics().misses() >= 64);
		loaded.complete(Book.DUNE);
		Set<Book> instances = Collections.newSetFromMap(new IdentityHashMap<>());
		instances.addAll(Callers.awaitAll(books));
		assertThat(instances).hasSize(64).allMatch(Book.DUNE::equals);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void runsEachLoaderOnceAtMostWhenLoadsFail() {
		List<AtomicInteger> runs = IntStream.range(0, 16).mapToObj((i) -> new AtomicInteger()).toList();
		List<CompletableFuture<Book>> books = runs.stream().map((run) -> retrieve("k", () -> {
			run.incrementAndGet();
			return CompletableFuture.<Book>failedFuture(new IllegalStateException("down"));
		})).toList();
		assertThat(books).allSatisfy((book) -> assertThat(failureOf(book)).isInstanceOf(IllegalStateException.class));
		assertThat(runs).allSatisfy((run) -> assertThat(run).hasValue(1));
	}

	@Test
	void leavesOtherCallersAloneWhenOneCancels() {
		CompletableFuture<Book> loaded = new CompletableFuture<>();
		List<CompletableFuture<Book>> books = IntStream.range(0, 8)
			.mapToObj((i) -> retrieve("k", () -> loaded))
			.toList();
		Callers.awaitUntil(() -> this.shared.getStatistics().misses() >= 8);
		books.get(0).cancel(true);
		books.get(5).cancel(true);
		assertThat(loaded).isNotDone();
		loaded.complete(Book.DUNE);
		for (int i : List.of(1, 2, 3, 4, 6, 7)) {
			assertThat(Callers.await(books.get(i))).isEqualTo(Book.DUNE);
		}
		assertThat(value("k")).isEqualTo(Book.DUNE);
	}

	@Test
	void doesNotStoreWhatWasLoadedBeforeAnEvict() {
		CompletableFuture<Book> book = retrieve("k", () -> {
			cache().evict("k");
			return loadDune();
		});
		assertThat(Callers.await(book)).isEqualTo(Book.DUNE);
		assertThat(value("k")).isEqualTo("a miss");
	}

	@Test
	void sharesTheLoadsOfCallersThatWait() {
		CompletableFuture<Book> loaded = new CompletableFuture<>();
		CompletableFuture<Book> book = retrieve("k", () -> loaded);
		Callers.awaitUntil(() -> this.shared.getStatistics().misses() >= 1);
		Future<Book> other = Callers.start(() -> load("k", () -> Callers.await(loadDune())));
		Callers.awaitUntil(() -> this.shared.getStatistics().misses() >= 2);
		loaded.complete(Book.EMMA);
		assertThat(Callers.await(book)).isEqualTo(Book.EMMA);
		assertThat(Callers.await(other)).isEqualTo(Book.EMMA);
		assertThat(this.loads).hasValue(0);
	}

}
