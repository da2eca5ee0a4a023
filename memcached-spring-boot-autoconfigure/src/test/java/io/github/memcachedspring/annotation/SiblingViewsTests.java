package io.github.memcachedspring.annotation;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.memcachedspring.cache.CacheableInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which views belong to one invocation.
 */
class SiblingViewsTests {

	private AnnotationConfigApplicationContext context;

	private SiblingBooks books;

	@BeforeEach
	void start() {
		this.context = CacheTtlInfrastructure.start(OneManager.class, SiblingBooks.class, CachedBooks.class);
		this.books = this.context.getBean(SiblingBooks.class);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void sharesAcrossTheCachesOfOneOperation() {
		CachedBooks cached = this.context.getBean(CachedBooks.class);
		cached.severalCaches("a");
		cached.severalCaches("b");
		assertThat(read("books")).hasSize(2).doesNotContainNull().doesNotHaveDuplicates().isEqualTo(read("shelves"));
	}

	@Test
	void sharesAcrossTheOperationsOfOneInvocation() {
		this.books.plain("a");
		this.books.plain("b");
		assertThat(read("books")).hasSize(2).doesNotContainNull().doesNotHaveDuplicates().isEqualTo(read("shelves"));
	}

	@Test
	void sharesAcrossTheOperationsThatAFutureIsStoredBy() {
		CompletableFuture<String> first = new CompletableFuture<>();
		CompletableFuture<String> second = new CompletableFuture<>();
		this.books.future("a", first);
		this.books.future("b", second);
		CompletableFuture.runAsync(() -> first.complete("book a")).join();
		CompletableFuture.runAsync(() -> second.complete("book b")).join();
		assertThat(read("books")).hasSize(2).doesNotContainNull().doesNotHaveDuplicates();
		assertThat(List.of(stored("books"), stored("shelves"), stored("new"))).containsOnly(read("books"));
	}

	@Test
	void sharesAcrossTheCachesThatAMonoIsStoredIn() {
		this.books.mono("a").block();
		this.books.mono("b").block();
		assertThat(read("books")).hasSize(2).doesNotContainNull().doesNotHaveDuplicates();
		assertThat(List.of(stored("books"), stored("shelves"))).containsOnly(read("books"));
	}

	@Test
	void sharesAcrossTheCachesThatAFluxIsStoredIn() {
		this.books.flux("a").collectList().block();
		assertThat(List.of(stored("books"), stored("shelves"))).containsOnly(read("books"));
	}

	@Test
	void sharesWithVariableArguments() {
		this.books.variable("a", "b");
		this.books.variable();
		this.books.variable("a");
		assertThat(read("books")).hasSize(3).doesNotHaveDuplicates().isEqualTo(read("shelves"));
	}

	@Test
	void sharesWithVariableArgumentsThatAreBoxedAnewForEveryOperation() {
		this.books.variableNumbers("a", 1_000_000L, 2_000_000L);
		this.books.variableNumbers("a", 1_000_000L);
		assertThat(read("books")).hasSize(2).doesNotHaveDuplicates().isEqualTo(read("shelves"));
	}

	@Test
	void sharesAcrossAllCacheableOperationsWhateverIsBetweenThem() {
		this.books.threeAmongOthers("a");
		this.books.threeAmongOthers("b");
		assertThat(read("shelves")).hasSize(2).doesNotContainNull().doesNotHaveDuplicates();
		assertThat(read("books")).containsExactly(read("shelves").get(0), read("shelves").get(0),
				read("shelves").get(1), read("shelves").get(1));
	}

	@Test
	void sharesAcrossOperationsThatAreEqual() {
		this.books.sameTwice("a");
		this.books.sameTwice("b");
		List<CacheableInvocation> read = read("books");
		assertThat(read).hasSize(4);
		assertThat(read.get(0)).isSameAs(read.get(1)).isNotSameAs(read.get(2));
		assertThat(read.get(2)).isSameAs(read.get(3));
	}

	@Test
	void sharesOnlyAmongOperationsWithTheSameKey() {
		this.books.twoKeys("a", "b");
		this.books.twoKeys("c", "d");
		assertThat(read("books")).hasSize(2).doesNotHaveDuplicates().isEqualTo(read("shelves"));
		assertThat(read("titles")).hasSize(2).doesNotHaveDuplicates().isEqualTo(read("byTitle"));
		assertThat(read("books")).doesNotContainAnyElementsOf(read("titles"));
	}

	@Test
	void sharesWithAnOperationThatNamesTheResolver() {
		this.books.namesTheResolver("a");
		assertThat(read("books")).hasSize(1).isEqualTo(read("shelves"));
	}

	@Test
	void sharesNothingOnPutAndEvict() {
		CachedBooks cached = this.context.getBean(CachedBooks.class);
		cached.put("a");
		cached.evict("a");
		this.books.threeAmongOthers("a");
		assertThat(cache("books").invocations("evict")).containsExactly((CacheableInvocation) null);
		assertThat(cache("old").invocations("evict")).containsExactly((CacheableInvocation) null);
		assertThat(stored("new")).containsExactly((CacheableInvocation) null);
		assertThat(stored("books").get(0)).isNull();
	}

	@Test
	void givesSynchronisedMethodsAnInvocation() {
		this.books.sync("a");
		assertThat(read("books")).hasSize(1).doesNotContainNull().isEqualTo(stored("books"));
	}

	private List<@Nullable CacheableInvocation> read(String cacheName) {
		return cache(cacheName).invocations("get");
	}

	private List<@Nullable CacheableInvocation> stored(String cacheName) {
		return cache(cacheName).invocations("put");
	}

	private RecordingCache cache(String name) {
		return this.context.getBean(RecordingCacheManager.class).getCache(name);
	}

}
