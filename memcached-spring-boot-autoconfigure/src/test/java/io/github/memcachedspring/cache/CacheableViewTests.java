package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reads and stores of one {@code @Cacheable} invocation, step by step.
 */
@ExtendWith(TestCachesExtension.class)
class CacheableViewTests {

	private final MemcachedServer server;

	private final TestCaches caches;

	private MemcachedCache cache;

	CacheableViewTests(MemcachedServer server, TestCaches caches) {
		this.server = server;
		this.caches = caches;
	}

	@BeforeEach
	void createCache() {
		this.cache = this.caches.cache();
	}

	private MemcachedCache view() {
		return this.cache.forInvocation(null, new CacheableInvocation());
	}

	private LoadStatistics loads() {
		return this.cache.getStatistics().loads();
	}

	private String item(MemcachedCache cache) {
		return this.server.command("mg %s s".formatted(TestCaches.wireKey(cache, "k")));
	}

	private static Object read(MemcachedCache view, boolean asynchronous) {
		return asynchronous ? Callers.await(view.retrieve("k")) : view.get("k");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void storesWhatWasLoadedAfterAMiss(boolean asynchronous) {
		MemcachedCache view = view();
		assertThat(read(view, asynchronous)).isNull();
		view.put("k", Book.DUNE);
		Callers.awaitUntil(() -> this.cache.get("k") != null);
		assertThat(loads().leaseWins()).isOne();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void storesNothingOnceTheKeyWasEvicted(boolean asynchronous) {
		MemcachedCache view = view();
		read(view, asynchronous);
		this.cache.evict("k");
		view.put("k", Book.DUNE);
		Callers.awaitUntil(() -> loads().refusedEvicted() == 1);
		assertThat(item(this.cache)).isEqualTo("EN");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void storesNothingOnceAnotherValueWas(boolean asynchronous) {
		MemcachedCache view = view();
		read(view, asynchronous);
		this.cache.put("k", Book.EMMA);
		view.put("k", Book.DUNE);
		Callers.awaitUntil(() -> loads().refusedReplaced() == 1);
		assertThat(this.cache.get("k", Book.class)).isEqualTo(Book.EMMA);
	}

	@Test
	void storesTheFirstOfTwoThatMissed() {
		List<MemcachedCache> views = List.of(view(), view());
		views.forEach((view) -> assertThat(view.get("k")).isNull());
		views.get(1).put("k", Book.DUNE);
		views.get(0).put("k", Book.EMMA);
		assertThat(this.cache.get("k", Book.class)).isEqualTo(Book.DUNE);
		assertThat(loads().refusedReplaced()).isOne();
		assertThat(loads().leaseWins()).isOne();
	}

	@Test
	void storesNothingWithoutARead() {
		view().put("k", Book.DUNE);
		MemcachedCache other = view();
		other.get("other");
		other.put("k", Book.DUNE);
		assertThat(item(this.cache)).isEqualTo("EN");
		assertThat(loads().refusedUnknown()).isEqualTo(2);
	}

	@Test
	void replacesAnEntryThatWasClearedAndAnUndecodableOne() {
		this.cache.put("k", Book.EMMA);
		this.cache.clear();
		loadAndStore();
		this.caches.operations().put(this.cache.wireKey("k"), new byte[] { 1, 2, 3 }, Expiration.NEVER).await();
		loadAndStore();
	}

	private void loadAndStore() {
		MemcachedCache view = view();
		assertThat(view.get("k")).isNull();
		view.put("k", Book.DUNE);
		assertThat(this.cache.get("k", Book.class)).isEqualTo(Book.DUNE);
	}

	@Test
	void isNotStoredIfItTookLongerThanTheLoadLimit() throws InterruptedException {
		this.cache = this.caches.cache((settings) -> settings.loadLimit(Duration.ofSeconds(2)));
		MemcachedCache view = view();
		view.get("k");
		TimeUnit.MILLISECONDS.sleep(2001);
		view.put("k", Book.DUNE);
		assertThat(this.cache.get("k")).isNull();
		assertThat(loads().overdue()).isOne();
	}

	@Test
	void putsOfOtherOperationsAreUnconditional() {
		MemcachedCache view = view();
		view.get("k");
		this.cache.forInvocation(null).put("k", Book.EMMA);
		view.put("k", Book.DUNE);
		assertThat(this.cache.get("k", Book.class)).isEqualTo(Book.EMMA);
	}

	@Test
	void readsByHandLeaveNothing() {
		assertThat(this.cache.get("k")).isNull();
		assertThat(Callers.await(this.cache.retrieve("k"))).isNull();
		assertThat(this.cache.forInvocation(null).get("k")).isNull();
		assertThat(item(this.cache)).isEqualTo("EN");
	}

	@Test
	void aLoadThatIsUnderWayCountsAsAbsent() {
		view().get("k");
		assertThat(item(this.cache)).startsWith("HD s0");
		assertThat(this.cache.get("k")).isNull();
		assertThat(this.cache.putIfAbsent("k", Book.DUNE)).isNull();
		assertThat(this.cache.get("k", Book.class)).isEqualTo(Book.DUNE);
		this.cache.evict("k");
		view().get("k");
		assertThat(this.cache.evictIfPresent("k")).isFalse();
		assertThat(item(this.cache)).isEqualTo("EN");
	}

	@Test
	void theMissOfAnAsynchronousReadReachesTheOtherCachesOfTheMethod() {
		MemcachedCache second = storeInTwoCaches((cache) -> {
		});
		Callers.awaitUntil(() -> second.get("k") != null);
	}

	@Test
	void anotherCacheOfAnAsynchronousMethodStoresNothingOnceTheKeyWasEvictedThere() {
		MemcachedCache second = storeInTwoCaches((cache) -> cache.evict("k"));
		Callers.awaitUntil(() -> second.getStatistics().loads().refusedEvicted() == 1);
		assertThat(item(second)).isEqualTo("EN");
	}

	private MemcachedCache storeInTwoCaches(Consumer<MemcachedCache> whileLoading) {
		MemcachedCache second = this.caches.cache();
		CacheableInvocation invocation = new CacheableInvocation();
		List<MemcachedCache> views = List.of(this.cache.forInvocation(null, invocation),
				second.forInvocation(null, invocation));
		CompletableFuture<?> read = views.get(0).retrieve("k");
		assertThat(Callers.await(read)).isNull();
		whileLoading.accept(second);
		views.forEach((view) -> view.put("k", Book.DUNE));
		Callers.awaitUntil(() -> this.cache.get("k") != null);
		return second;
	}

	@Test
	void aHitOfAnAsynchronousReadAsksNoOtherCache() {
		this.cache.put("k", Book.DUNE);
		MemcachedCache second = this.caches.cache();
		CacheableInvocation invocation = new CacheableInvocation();
		MemcachedCache view = this.cache.forInvocation(null, invocation);
		second.forInvocation(null, invocation);
		assertThat(Callers.await(view.retrieve("k"))).isNotNull();
		assertThat(item(second)).isEqualTo("EN");
	}

}
