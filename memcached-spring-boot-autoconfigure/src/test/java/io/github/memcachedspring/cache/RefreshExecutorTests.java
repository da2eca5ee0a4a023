package io.github.memcachedspring.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RefreshExecutorTests {

	private final List<RefreshExecutor> executors = new ArrayList<>();

	private final CountDownLatch finish = new CountDownLatch(1);

	@AfterEach
	void shutDown() {
		this.finish.countDown();
		this.executors.forEach(RefreshExecutor::shutdown);
	}

	static Stream<Supplier<RefreshExecutor>> kinds() {
		Stream<Supplier<RefreshExecutor>> virtual = JRE.JAVA_21.compareTo(JRE.currentJre()) <= 0
				? Stream.of(RefreshExecutor::virtual) : Stream.empty();
		return Stream.concat(Stream.of(RefreshExecutor::pooled), virtual);
	}

	private RefreshExecutor start(Supplier<RefreshExecutor> kind) {
		RefreshExecutor executor = kind.get();
		this.executors.add(executor);
		return executor;
	}

	private void awaitFinish() {
		try {
			this.finish.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Thread threadOf(RefreshExecutor executor) {
		return Callers.await(CompletableFuture.supplyAsync(Thread::currentThread, executor));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void runsEightAtOnceLetsAHundredWaitAndRejectsMore(Supplier<RefreshExecutor> kind) {
		RefreshExecutor executor = start(kind);
		AtomicInteger started = new AtomicInteger();
		AtomicInteger ended = new AtomicInteger();
		Runnable task = () -> {
			started.incrementAndGet();
			awaitFinish();
			ended.incrementAndGet();
		};
		for (int i = 0; i < 108; i++) {
			executor.execute(task);
		}
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(task));
		Callers.awaitUntil(() -> started.get() == 8);
		this.finish.countDown();
		Callers.awaitUntil(() -> ended.get() == 108);
		assertThat(started).hasValue(108);
		Callers.awaitUntil(() -> accepts(executor));
	}

	private static boolean accepts(RefreshExecutor executor) {
		try {
			executor.execute(() -> {
			});
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	/** The hit of an asynchronous caller is found on another thread than the caller's. */
	@ParameterizedTest
	@MethodSource("kinds")
	void takesTheContextOfTheThreadThatAskedThoughTheTaskComesFromAnother(Supplier<RefreshExecutor> kind) {
		ThreadLocal<String> user = new ThreadLocal<>();
		RefreshExecutor executor = start(kind).decoratedBy((task) -> {
			String caller = user.get();
			return () -> {
				user.set(caller);
				task.run();
			};
		});
		user.set("alice");
		Executor here = executor.here();
		CompletableFuture<String> seen = new CompletableFuture<>();
		Callers.await(Callers.start(() -> {
			here.execute(() -> seen.complete(user.get()));
			return true;
		}));
		assertThat(Callers.await(seen)).isEqualTo("alice");
	}

	@Test
	void rejectsTheTaskAndNotTheCallerWhoseContextCannotBeTaken() {
		Executor here = start(RefreshExecutor::pooled).decoratedBy((task) -> {
			throw new IllegalStateException("No request");
		}).here();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> here.execute(() -> {
		}));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void neverRunsMoreThanEightAtOnce(Supplier<RefreshExecutor> kind) {
		RefreshExecutor executor = start(kind);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch left = new CountDownLatch(100);
		for (int i = 0; i < 100; i++) {
			executor.execute(() -> {
				most.accumulateAndGet(running.incrementAndGet(), Math::max);
				Thread.yield();
				running.decrementAndGet();
				left.countDown();
			});
		}
		Callers.awaitUntil(() -> left.getCount() == 0);
		assertThat(most.get()).isBetween(1, 8);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void goesOnAfterATaskThatFails(Supplier<RefreshExecutor> kind) {
		RefreshExecutor executor = start(kind);
		for (int i = 0; i < 20; i++) {
			executor.execute(() -> {
				Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
				});
				throw new IllegalStateException("on purpose");
			});
		}
		assertThat(threadOf(executor).getName()).startsWith("memcached-refresh-");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void rejectsTasksAfterItsEndAndRunsThoseBefore(Supplier<RefreshExecutor> kind) {
		RefreshExecutor executor = start(kind);
		List<CompletableFuture<Void>> tasks = Stream
			.generate(() -> CompletableFuture.runAsync(this::awaitFinish, executor))
			.limit(20)
			.toList();
		executor.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {
		}));
		this.finish.countDown();
		Callers.awaitAll(tasks);
	}

	@Test
	void usesDaemonThreadsThatEndWhenIdle() {
		Thread thread = threadOf(start(RefreshExecutor::pooled));
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.getName()).isEqualTo("memcached-refresh-1");
		Callers.awaitUntil(() -> !thread.isAlive());
	}

	@Test
	void letsItsThreadsInheritNothingOfTheCallers() {
		Callers.assertThatThreadsInheritNothing(() -> start(RefreshExecutor::pooled));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void usesAVirtualThreadForEachTask() {
		RefreshExecutor executor = start(RefreshExecutor::virtual);
		Thread first = threadOf(executor);
		assertThat(first.toString()).startsWith("VirtualThread");
		assertThat(first.getName()).startsWith("memcached-refresh-");
		assertThat(threadOf(executor)).isNotSameAs(first);
	}

	@Test
	void doesNotEndAnExecutorThatWasGiven() {
		CompletionExecutor given = new CompletionExecutor("test-", 1);
		RefreshExecutor executor = RefreshExecutor.given(given);
		executor.shutdown();
		assertThat(threadOf(executor).getName()).startsWith("test-");
		given.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {
		}));
	}

	@Test
	void decoratesTasksOnTheThreadOfTheCaller() {
		ThreadLocal<String> user = new ThreadLocal<>();
		RefreshExecutor executor = start(RefreshExecutor::pooled).decoratedBy((task) -> {
			String caller = user.get();
			return () -> {
				user.set(caller);
				task.run();
			};
		});
		user.set("alice");
		assertThat(Callers.await(CompletableFuture.supplyAsync(user::get, executor))).isEqualTo("alice");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void rejectsWhatCannotBeDecoratedAndSaysSoOnce(CapturedOutput output) {
		RefreshExecutor executor = start(RefreshExecutor::pooled).decoratedBy((task) -> {
			throw new IllegalStateException("No request");
		});
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {
			})).withRootCauseInstanceOf(IllegalStateException.class);
		}
		assertThat(output).containsOnlyOnce("WARN").contains("'TaskDecorator'", "No request");
	}

}
