package io.github.memcachedspring.annotation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.annotation.RecordingCache.Use;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class InvocationCacheResolverTests {

	private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

	private AnnotationConfigApplicationContext context;

	private CachedBooks books;

	@BeforeEach
	void start() {
		this.context = CacheTtlInfrastructure.start(OneManager.class, CachedBooks.class);
		this.books = this.context.getBean(CachedBooks.class);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void storesWithTheTimeToLiveOfTheMethod() {
		assertThat(this.books.plain("a")).isEqualTo("book a");
		assertThat(this.books.plain("a")).isEqualTo("book a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
	}

	@Test
	void storesWithoutTimeToLiveWhenThereIsNoAnnotation() {
		this.books.unannotated("a");
		assertThat(cache("books").timesToLive()).containsExactly((Duration) null);
	}

	@Test
	void storesWithTheTimeToLiveWhenSynchronised() {
		this.books.sync("a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
	}

	@Test
	void storesWithTheTimeToLiveOnCachePut() {
		this.books.put("a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
	}

	@Test
	void storesWithTheTimeToLiveInEveryCacheOfCaching() {
		this.books.caching("a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
		assertThat(cache("shelves").timesToLive()).containsExactly(TEN_MINUTES);
		assertThat(cache("old").uses("evict")).singleElement().satisfies(this::isThroughView);
	}

	@Test
	void storesWithTheTimeToLiveInSeveralCachesOfOneAnnotation() {
		this.books.severalCaches("a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
		assertThat(cache("shelves").timesToLive()).containsExactly(TEN_MINUTES);
	}

	@Test
	void storesWithTheTimeToLiveFromFutures() {
		CompletableFuture<String> pending = new CompletableFuture<>();
		CompletableFuture<String> result = this.books.future(pending);
		CompletableFuture.runAsync(() -> pending.complete("a")).join();
		assertThat(result.join()).isEqualTo("a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
		assertThatReadAndStoreShareTheirView("future");
	}

	@Test
	void storesWithTheTimeToLiveFromSynchronisedFutures() {
		assertThat(this.books.syncFuture("a").join()).isEqualTo("book a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
		assertThatReadAndStoreShareTheirView("a");
	}

	@Test
	void storesWithTheTimeToLiveFromMono() {
		assertThat(this.books.mono("a").block()).isEqualTo("book a");
		assertThat(this.books.mono("a").block()).isEqualTo("book a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
		assertThatReadAndStoreShareTheirView("a");
	}

	@Test
	void storesWithTheTimeToLiveFromSynchronisedMono() {
		assertThat(this.books.syncMono("a").block()).isEqualTo("book a");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
	}

	@Test
	void storesWithTheTimeToLiveFromFlux() {
		assertThat(this.books.flux("a").collectList().block()).containsExactly("book a", "2nd");
		assertThat(this.books.flux("a").collectList().block()).containsExactly("book a", "2nd");
		assertThat(cache("books").timesToLive()).containsExactly(TEN_MINUTES);
		assertThatReadAndStoreShareTheirView("a");
	}

	@Test
	void evictsAndClearsThroughViews() {
		this.books.evict("a");
		this.books.clear();
		assertThat(cache("books").uses("evict")).singleElement().satisfies(this::isThroughView);
		assertThat(cache("books").uses("clear")).singleElement().satisfies(this::isThroughView);
	}

	@Test
	void givesConcurrentInvocationsTheirOwnViews() throws Exception {
		CountDownLatch bothInside = new CountDownLatch(2);
		CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> this.books.waiting("a", bothInside));
		Thread second = new Thread(() -> this.books.waiting("b", bothInside));
		second.start();
		assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("book a");
		second.join(30_000);
		List<RecordingCache> views = new ArrayList<>();
		views.add(assertThatReadAndStoreShareTheirView("a"));
		views.add(assertThatReadAndStoreShareTheirView("b"));
		assertThat(views).doesNotHaveDuplicates();
	}

	@Test
	void neverUsesTheViewOfAnEarlierInvocation() {
		for (int i = 0; i < 5; i++) {
			this.books.plain("key " + i);
		}
		assertThat(cache("books").uses("get")).extracting(Use::view).hasSize(5).doesNotHaveDuplicates();
	}

	private RecordingCache assertThatReadAndStoreShareTheirView(String key) {
		List<Use> uses = cache("books").uses().stream().filter((use) -> use.key().equals(key)).toList();
		Use read = uses.get(0);
		Use store = uses.stream().filter((use) -> use.verb().equals("put")).findFirst().orElseThrow();
		assertThat(read.verb()).isEqualTo("get");
		assertThat(store.view()).isSameAs(read.view()).isNotSameAs(cache("books"));
		return store.view();
	}

	private void isThroughView(Use use) {
		assertThat(use.view()).isNotSameAs(cache(use.view().getName()));
	}

	private RecordingCache cache(String name) {
		return this.context.getBean(RecordingCacheManager.class).getCache(name);
	}

}
