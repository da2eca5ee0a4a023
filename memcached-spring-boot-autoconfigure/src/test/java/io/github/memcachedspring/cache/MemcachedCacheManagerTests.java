package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.cache.Cache;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(TestCachesExtension.class)
class MemcachedCacheManagerTests {

	private final TestCaches caches;

	private final MemcachedCacheManager.Builder builder;

	MemcachedCacheManagerTests(TestCaches caches) {
		this.caches = caches;
		this.builder = MemcachedCacheManager.builder(caches.operations(), TestCaches.configuration())
			.keyPrefix(TestCaches.name());
	}

	@Test
	void createsCachesWhenTheyAreAskedFor() {
		MemcachedCacheManager manager = this.caches.manager(this.builder);
		assertThat(manager.getCacheNames()).isEmpty();
		Cache cache = manager.getCache("a");
		assertThat(cache).isInstanceOf(MemcachedCache.class).hasToString("MemcachedCache 'a'");
		assertThat(manager.getCache("a")).isSameAs(cache);
		assertThat(manager.getCacheNames()).containsExactly("a");
	}

	@Test
	void staysWithGivenNames() {
		MemcachedCacheManager manager = this.caches
			.manager(this.builder.cacheNames(List.of("a", "b")).cache("c", this.builder.defaults()).fixedNames(true));
		assertThat(manager.getCacheNames()).containsExactly("a", "b", "c");
		assertThat(manager.getCache("d")).isNull();
		assertThat(manager.getCache("c")).isNotNull();
		assertThat(manager.getCacheNames()).hasSize(3);
	}

	@Test
	void givesCachesTheirOwnSettingsOrTheDefaults() {
		MemcachedCacheConfiguration own = this.builder.defaults().timeToLive(Duration.ofMinutes(1));
		MemcachedCacheManager manager = this.caches.manager(this.builder.cache("own", own));
		assertThat(configuration(manager, "own")).isSameAs(own);
		assertThat(configuration(manager, "other")).isSameAs(this.builder.defaults());
		MemcachedCacheConfiguration changed = own.jitter(0.2);
		assertThat(configuration(this.caches.manager(this.builder.defaults(changed)), "other")).isSameAs(changed);
	}

	private static MemcachedCacheConfiguration configuration(MemcachedCacheManager manager, String name) {
		return ((MemcachedCache) manager.getCache(name)).getConfiguration();
	}

	@Test
	void keepsCachesAndPrefixesApart() {
		MemcachedCacheManager manager = this.caches.manager(this.builder);
		manager.getCache("a").put("k", Book.DUNE);
		assertThat(manager.getCache("b").get("k")).isNull();
		MemcachedCacheManager same = this.caches.manager(this.builder);
		assertThat(same.getCache("a").get("k", Book.class)).isEqualTo(Book.DUNE);
		MemcachedCacheManager other = this.caches.manager(this.builder.keyPrefix(TestCaches.name()));
		assertThat(other.getCache("a").get("k")).isNull();
		other.getCache("a").clear();
		assertThat(manager.getCache("a").get("k", Book.class)).isEqualTo(Book.DUNE);
	}

	@Test
	void resetsItsCaches() {
		MemcachedCacheManager manager = this.caches.manager(this.builder);
		List.of("a", "b").forEach((name) -> manager.getCache(name).put("k", Book.DUNE));
		manager.resetCaches();
		List.of("a", "b").forEach((name) -> assertThat(manager.getCache(name).get("k")).isNull());
	}

	@Test
	void endsItsThreads() {
		MemcachedCacheManager manager = this.caches.manager(this.builder);
		Thread own = Thread.currentThread();
		// A reply that is there first lets the caller go on by itself.
		for (int i = 0; own == Thread.currentThread(); i++) {
			own = loadingThread(manager.getCache("a"), i);
		}
		Thread thread = own;
		manager.destroy();
		Callers.awaitUntil(() -> !thread.isAlive());
	}

	private static Thread loadingThread(Cache cache, Object key) {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		Callers.await(cache.retrieve(key, () -> {
			thread.complete(Thread.currentThread());
			return CompletableFuture.completedFuture(Book.DUNE);
		}));
		return Callers.await(thread);
	}

	@Test
	void endsItsRefreshThreads() {
		MemcachedCacheManager manager = this.caches.manager(this.builder);
		Executor refreshExecutor = refreshExecutor(manager);
		Thread thread = Callers.await(CompletableFuture.supplyAsync(Thread::currentThread, refreshExecutor));
		assertThat(thread.getName()).startsWith("memcached-refresh-");
		manager.destroy();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> refreshExecutor.execute(thread::interrupt));
		assertThat(refreshExecutor(this.caches.manager(this.builder))).isNotSameAs(refreshExecutor);
	}

	@Test
	void refreshesWhereAndHowItIsTold() {
		List<String> done = new ArrayList<>();
		MemcachedCacheManager manager = this.caches.manager(this.builder.refreshExecutor((task) -> {
			done.add("given");
			task.run();
		}).refreshDecorator((task) -> () -> {
			done.add("decorated");
			task.run();
		}));
		manager.destroy();
		refreshExecutor(manager).execute(() -> done.add("refreshed"));
		assertThat(done).containsExactly("given", "decorated", "refreshed");
	}

	private static Executor refreshExecutor(MemcachedCacheManager manager) {
		return (Executor) ReflectionTestUtils.getField(manager, "refreshExecutor");
	}

	@Test
	void countsWhatItsCachesDo() {
		MemcachedCache cache = (MemcachedCache) this.caches.manager(this.builder).getCache("a");
		cache.get("k");
		cache.put("k", Book.DUNE);
		cache.forInvocation(null).get("k");
		Callers.await(cache.retrieve("k"));
		cache.get("k", () -> Book.EMMA);
		cache.get("loaded", () -> Book.EMMA);
		cache.putIfAbsent("k", Book.EMMA);
		cache.putIfAbsent("absent", Book.EMMA);
		cache.evict("k");
		cache.evict("k");
		cache.evictIfPresent("absent");
		cache.clear();
		cache.invalidate();
		assertThat(cache.getStatistics()).isEqualTo(new MemcachedCacheStatistics(3, 2, 3, 3, 2, 0, 0, 0, 0,
				new FailureStatistics(0, 0, 0, 0, 0, 0, 0), new LoadStatistics(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)));
	}

	@Test
	void tellsOfEachCacheOnceBeforeAnybodyHasIt() {
		MemcachedCacheManager manager = this.caches.manager(this.builder.cacheNames(List.of("early")));
		List<Cache> told = new CopyOnWriteArrayList<>();
		manager.addListener(told::add);
		assertThat(told).containsExactly(manager.getCache("early"));
		assertThat(Callers.together(8, () -> told.contains(manager.getCache("late")))).doesNotContain(false);
		assertThat(told).containsExactly(manager.getCache("early"), manager.getCache("late"));
		List<Cache> toldLater = new ArrayList<>();
		manager.addListener(toldLater::add);
		assertThat(toldLater).isEqualTo(told);
	}

	@Test
	@SuppressWarnings("NullAway") // that is what is tested
	void needsOperationsAndSettings() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MemcachedCacheManager.builder(null, TestCaches.configuration()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MemcachedCacheManager.builder(this.caches.operations(), null));
	}

	@Test
	void takesInWhatWasAnsweredBeforeItsEnd() throws Exception {
		MemcachedCacheManager manager = this.caches.manager(this.builder);
		ScheduledExecutorService timer = (ScheduledExecutorService) ReflectionTestUtils.getField(manager, "timer");
		CountDownLatch busy = new CountDownLatch(1);
		timer.execute(() -> Callers.awaitUntil(() -> busy.getCount() == 0));
		Future<?> answer = timer.submit(() -> {
		});
		Future<?> renewal = timer.schedule(() -> {
		}, 1, TimeUnit.HOURS);
		manager.destroy();
		busy.countDown();
		answer.get(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS);
		assertThat(renewal).isCancelled();
	}

}
