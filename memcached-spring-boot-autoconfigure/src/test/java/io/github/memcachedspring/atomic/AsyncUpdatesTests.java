package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

import io.github.memcachedspring.atomic.AtomicResult.Absent;
import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Updates of callers that do not wait.
 */
class AsyncUpdatesTests extends AtomicUpdatesContract {

	private static final RetryPolicy ENDLESS = RetryPolicy.defaults()
		.maxAttempts(Integer.MAX_VALUE)
		.maxTime(Duration.ofHours(1));

	private final AtomicInteger runs = new AtomicInteger();

	private final CountDownLatch go = new CountDownLatch(1);

	AsyncUpdatesTests(MemcachedServer server) {
		super(server);
	}

	private void awaitGo() {
		try {
			assertThat(this.go.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void awaitUntil(BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			LockSupport.parkNanos(1_000_000);
		}
	}

	@Test
	void hasTheSameVerbs() throws Exception {
		AsyncAtomicUpdates<String> async = this.updates.async();
		assertThat(async.updateIfPresent("k", String.class, (before) -> "x").get(60, TimeUnit.SECONDS))
			.isEqualTo(new Absent<>());
		assertThat(async.computeIfAbsent("k", String.class, () -> "a").get(60, TimeUnit.SECONDS))
			.isEqualTo(applied(null, "a"));
		assertThat(async.update("k", String.class, append("b")).get(60, TimeUnit.SECONDS))
			.isEqualTo(applied("a", "ab"));
		assertThat(async.get("k", String.class).get(60, TimeUnit.SECONDS)).isEqualTo("ab");
		assertThat(async.deleteIf("k", String.class, "ab"::equals).get(60, TimeUnit.SECONDS))
			.isEqualTo(applied("ab", null));
		assertThat(async.get("k", String.class).get(60, TimeUnit.SECONDS)).isNull();
	}

	@Test
	void runsTheFunctionAndCompletesOnThreadsOfItsOwn() throws Exception {
		AtomicReference<String> thread = new AtomicReference<>();
		CompletableFuture<String> completedOn = this.updates.async().update("k", String.class, (before) -> {
			thread.set(Thread.currentThread().getName());
			awaitGo();
			return "a";
		}).thenApply((result) -> Thread.currentThread().getName());
		this.go.countDown();
		assertThat(completedOn.get(60, TimeUnit.SECONDS)).startsWith("memcached-atomic-");
		assertThat(thread.get()).startsWith("memcached-atomic-");
	}

	@Test
	void completesOnThreadsOfItsOwnAfterAConflict() throws Exception {
		CompletableFuture<String> completedOn = this.updates.withRetry(ENDLESS)
			.async()
			.update("k", String.class, (before) -> {
				if (this.runs.incrementAndGet() == 1) {
					store("other");
					return "lost";
				}
				awaitGo();
				return before + Thread.currentThread().getName();
			})
			.thenApply((result) -> Thread.currentThread().getName());
		this.go.countDown();
		assertThat(completedOn.get(60, TimeUnit.SECONDS)).startsWith("memcached-atomic-");
		assertThat(stored()).startsWith("othermemcached-atomic-");
	}

	@Test
	void failsWithWhatTheFunctionThrows() {
		for (Throwable thrown : List.of(new IllegalStateException("mine"), new AssertionError("mine"),
				new Exception("mine"), new CompletionException(new IllegalStateException("inner")))) {
			CompletableFuture<?> future = this.updates.async().update("k", String.class, (before) -> {
				throw AtomicUpdateTemplateTests.<RuntimeException>unchecked(thrown);
			});
			AtomicReference<Throwable> failure = new AtomicReference<>();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(60, TimeUnit.SECONDS));
			future.whenComplete((result, ex) -> failure.set(ex));
			assertThat(failure.get()).isSameAs(thrown);
		}
	}

	@Test
	void endsItsAttemptsWhenItIsCancelled() {
		AtomicUpdateTemplate counted = inNamespace(
				AtomicUpdateTemplate.builder(this.operations, JSON).retry(ENDLESS).build());
		CompletableFuture<?> future = counted.async().update("k", String.class, (before) -> {
			this.updates.updateAndGet("k", String.class, append("."));
			this.runs.incrementAndGet();
			return "never";
		});
		awaitUntil(() -> this.runs.get() > 2);
		future.cancel(false);
		awaitUntil(() -> counted.getStatistics().cancelled() == 1);
		int ended = this.runs.get();
		assertThat(stored()).hasSize(ended).doesNotContain("never");
		assertThat(counted.getStatistics()).extracting("attempts", "cancelled", "conflicts")
			.containsExactly((long) ended, 1L, 0L);
	}

	@Test
	void readsNoMoreWhenItIsCancelledInAPause() {
		store("a");
		AtomicInteger reads = new AtomicInteger();
		AtomicReference<CompletableFuture<?>> future = new AtomicReference<>();
		AtomicInteger tasks = new AtomicInteger();
		AtomicUpdateTemplate counted = inNamespace(AtomicUpdateTemplate
			.builder(Intercepted.before(this.operations,
					(verb, arguments) -> reads.addAndGet(verb.equals("get") ? 1 : 0)), JSON)
			.executor((task) -> new Thread(() -> {
				// The answers to the read and the store came before.
				if (tasks.incrementAndGet() == 3) {
					awaitGo();
					future.get().cancel(false);
				}
				task.run();
			}).start())
			.retry(ENDLESS)
			.build());
		future.set(counted.async().update("k", String.class, (before) -> {
			store("other");
			return "never";
		}));
		this.go.countDown();
		awaitUntil(() -> counted.getStatistics().cancelled() == 1);
		assertThat(reads).hasValue(1);
		assertThat(counted.getStatistics().attempts()).isOne();
		assertThat(stored()).isEqualTo("other");
	}

	@Test
	void storesNothingAfterItIsCancelled() {
		store("a");
		AtomicUpdateTemplate counted = inNamespace(AtomicUpdateTemplate.builder(this.operations, JSON).build());
		CompletableFuture<?> future = counted.async().update("k", String.class, (before) -> {
			this.runs.incrementAndGet();
			awaitGo();
			return "never";
		});
		awaitUntil(() -> this.runs.get() == 1);
		future.cancel(false);
		this.go.countDown();
		awaitUntil(() -> counted.getStatistics().cancelled() == 1);
		assertThat(counted.getStatistics().conflicts()).isZero();
		assertThat(stored()).isEqualTo("a");
	}

}
