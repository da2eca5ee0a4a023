package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Callers on threads of their own, and patience for what they bring about.
 */
final class Threads {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	private Threads() {
	}

	static <T> CompletableFuture<T> call(Task<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		Thread thread = new Thread(null, () -> {
			try {
				result.complete(task.call());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, "caller", 256 * 1024);
		thread.setDaemon(true);
		thread.start();
		return result;
	}

	static CompletableFuture<@Nullable Void> start(Step step) {
		return call(() -> {
			step.run();
			return null;
		});
	}

	/** Starts callers that begin together. */
	static <T> List<CompletableFuture<T>> together(int count, IntFunction<Task<T>> tasks) {
		CountDownLatch begin = new CountDownLatch(1);
		List<CompletableFuture<T>> callers = IntStream.range(0, count).mapToObj((i) -> {
			Task<T> task = tasks.apply(i);
			return call(() -> {
				await(begin);
				return task.call();
			});
		}).toList();
		begin.countDown();
		return callers;
	}

	/** Returns the result, or throws what the task threw. */
	static <T> T await(CompletableFuture<T> result) {
		try {
			return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new AssertionError(ex.getCause());
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("Nothing came of it within " + PATIENCE, ex);
		}
	}

	static <T> List<T> awaitAll(List<CompletableFuture<T>> results) {
		return results.stream().map(Threads::await).toList();
	}

	static void await(CountDownLatch latch) throws InterruptedException {
		if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError("It did not come to pass within " + PATIENCE);
		}
	}

	/** A task with a result. */
	interface Task<T> {

		T call() throws Throwable;

	}

	/** A task without a result. */
	interface Step {

		void run() throws Throwable;

	}

}
