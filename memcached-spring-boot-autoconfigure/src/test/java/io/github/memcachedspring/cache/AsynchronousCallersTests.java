package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.MemcachedServer;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers whose continuations do what they like on the thread that completes their
 * future.
 */
@ExtendWith(TestCachesExtension.class)
class AsynchronousCallersTests {

	private static final int SLEEPERS = 50;

	private final TestCaches caches;

	AsynchronousCallersTests(TestCaches caches) {
		this.caches = caches;
	}

	@Test
	void holdUpNobodyElseWhenTheyBlock() {
		holdUpNobodyElse(this.caches.cache());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void holdUpNobodyElseWhenTheyBlockOnVirtualThreads() {
		holdUpNobodyElse(cache(new VirtualThreadTaskExecutor("virtual-")));
	}

	private MemcachedCache cache(Executor executor) {
		return (MemcachedCache) this.caches
			.manager(MemcachedCacheManager.builder(this.caches.operations(), TestCaches.configuration())
				.executor(executor))
			.getCache(TestCaches.name());
	}

	private void holdUpNobodyElse(MemcachedCache cache) {
		cache.put("slow", Book.DUNE);
		cache.put("other", Book.EMMA);
		Latencies.of(cache);
		Latencies before = Latencies.of(cache);
		CountDownLatch sleeping = new CountDownLatch(SLEEPERS);
		CountDownLatch measured = new CountDownLatch(1);
		List<CompletableFuture<Object>> sleepers = Stream.generate(() -> sleeper(cache, sleeping, measured))
			.filter((sleeper) -> !sleeper.isDone())
			.limit(SLEEPERS)
			.toList();
		Callers.await(CompletableFuture.runAsync(() -> await(sleeping), Runnable::run));
		Latencies during = Latencies.of(cache);
		assertThat(sleepers).as("the sleepers still sleep").noneMatch(CompletableFuture::isDone);
		measured.countDown();
		assertThat(Callers.awaitAll(sleepers)).containsOnly(Book.EMMA);
		assertThat(cache.getStatistics().failures()).isZero();
		System.out.printf("p99 of get %d us, with sleepers %d us; of retrieve %d us, with sleepers %d us%n",
				before.get.toNanos() / 1000, during.get.toNanos() / 1000, before.retrieve.toNanos() / 1000,
				during.retrieve.toNanos() / 1000);
		// Generous, for a sleeper in the way would cost far more than a second.
		assertThat(during.get).isLessThan(before.get.multipliedBy(10).plusMillis(400));
		assertThat(during.retrieve).isLessThan(before.retrieve.multipliedBy(10).plusMillis(400));
	}

	private static CompletableFuture<Object> sleeper(MemcachedCache cache, CountDownLatch sleeping,
			CountDownLatch measured) {
		Thread caller = Thread.currentThread();
		return cache.retrieve("slow").thenApply((wrapper) -> {
			// A future that is done already goes on here, where nobody is to sleep.
			if (Thread.currentThread() == caller) {
				return wrapper;
			}
			sleeping.countDown();
			await(measured);
			return cache.get("other", Book.class);
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void areServedByThreadsOfTheManager() {
		MemcachedCache cache = this.caches.cache();
		cache.put("k", Book.DUNE);
		List<CompletableFuture<String>> names = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			names.add(threadName(cache.retrieve("k")));
			names.add(threadName(cache.retrieve("absent")));
			names.add(threadName(cache.retrieve("k", () -> null)));
			names.add(loaderThreadName(cache, "load" + i));
		}
		assertThat(Callers.awaitAll(names)).allMatch((name) -> name.startsWith("memcached-cache-")
				// A future that is done already goes on where the continuation is added.
				|| name.equals(Thread.currentThread().getName()));
		assertThat(Callers.await(loaderThreadName(cache, "load"))).startsWith("memcached-cache-");
	}

	private static CompletableFuture<String> threadName(CompletableFuture<?> future) {
		return future.thenApply((value) -> Thread.currentThread().getName());
	}

	private static CompletableFuture<String> loaderThreadName(MemcachedCache cache, String key) {
		return cache.retrieve(key, () -> CompletableFuture.completedFuture(Thread.currentThread().getName()));
	}

	@Test
	void areServedByAGivenExecutor() {
		MemcachedCache cache = cache((task) -> new Thread(task, "given").start());
		assertThat(Callers.await(loaderThreadName(cache, "k"))).isEqualTo("given");
	}

	@Test
	void areServedEvenIfTheExecutorRejectsThem() {
		MemcachedCache cache = cache((task) -> {
			throw new RejectedExecutionException("full");
		});
		assertThat(Callers.await(loaderThreadName(cache, "k"))).startsWith("memcached-cache-");
		assertThat(Callers.await(cache.retrieve("k"))).isNotNull();
		assertThat(cache.getStatistics().failures()).isZero();
	}

	@Test
	void areServedAfterTheManagerWasClosed() {
		MemcachedCacheManager manager = this.caches.manager(this.caches.operations(), TestCaches.configuration());
		MemcachedCache cache = (MemcachedCache) manager.getCache(TestCaches.name());
		cache.put("k", Book.DUNE);
		manager.destroy();
		assertThat(Callers.await(cache.retrieve("k"))).isNotNull();
	}

	@Test
	void getAFailureAndNoneIsLostWhenTheServerDies() {
		try (MemcachedServer server = MemcachedServer.start();
				TestCaches doomed = TestCaches.withTimeout(Duration.ofMillis(500), server.node())) {
			MemcachedCache cache = doomed.cache();
			cache.put("k", Book.DUNE);
			server.pause();
			List<CompletableFuture<?>> futures = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				futures.add(cache.retrieve(i));
				futures.add(cache.retrieve(i % 5, () -> CompletableFuture.completedFuture(Book.EMMA)));
			}
			server.kill();
			futures.forEach(Callers::await);
			for (int i = 0; i < 50; i++) {
				assertThat(Callers.await(cache.retrieve(i))).isNull();
			}
		}
	}

	@Test
	void eachGetAnInstanceOfTheirOwnAThousandAtATime() {
		MemcachedCache cache = this.caches.cache();
		cache.put("k", Book.DUNE);
		Set<Object> instances = Collections.newSetFromMap(new IdentityHashMap<>());
		instances.addAll(Callers.together(1000, () -> cache.get("k", Book.class)));
		assertThat(instances).hasSize(1000).allMatch(Book.DUNE::equals);
	}

	/**
	 * 99th percentiles of hits.
	 */
	private record Latencies(Duration get, Duration retrieve) {

		static Latencies of(MemcachedCache cache) {
			return new Latencies(p99(() -> cache.get("other")), p99(() -> Callers.await(cache.retrieve("other"))));
		}

		private static Duration p99(Runnable call) {
			long[] nanos = new long[300];
			for (int i = 0; i < nanos.length; i++) {
				long start = System.nanoTime();
				call.run();
				nanos[i] = System.nanoTime() - start;
			}
			Arrays.sort(nanos);
			return Duration.ofNanos(nanos[nanos.length * 99 / 100]);
		}

	}

}
