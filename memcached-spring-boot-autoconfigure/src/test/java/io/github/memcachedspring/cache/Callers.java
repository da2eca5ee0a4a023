package io.github.memcachedspring.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that come at the same time, and patience for what they bring about.
 */
final class Callers {

	static final long PATIENCE_SECONDS = 60;

	private Callers() {
	}

	/** Runs a task on threads that start together; returns the results. */
	static <T> List<T> together(int threads, Callable<T> task) {
		CyclicBarrier barrier = new CyclicBarrier(threads);
		return startAll(threads, () -> {
			barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
			return task.call();
		}).stream().map(Callers::await).toList();
	}

	/** Starts a task on threads of their own. */
	static <T> List<Future<T>> startAll(int threads, Callable<T> task) {
		List<Future<T>> futures = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			FutureTask<T> future = new FutureTask<>(task);
			Thread thread = new Thread(null, future, "caller-" + i, 256 * 1024);
			thread.setDaemon(true);
			thread.start();
			futures.add(future);
		}
		return futures;
	}

	static <T> Future<T> start(Callable<T> task) {
		return startAll(1, task).get(0);
	}

	static <T> T await(Future<T> future) {
		try {
			return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("Nothing came of it", ex);
		}
	}

	static <T> List<T> awaitAll(List<CompletableFuture<T>> futures) {
		return futures.stream().map(Callers::await).toList();
	}

	/** Runs a task for a caller that has something to pass on. */
	static void assertThatThreadsInheritNothing(Supplier<Executor> creator) {
		InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		Executor executor = creator.get();
		user.set("alice");
		Thread.currentThread().setContextClassLoader(new ClassLoader() {
		});
		try {
			await(CompletableFuture.runAsync(() -> {
				assertThat(user.get()).isNull();
				assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(classLoader);
			}, executor));
		}
		finally {
			Thread.currentThread().setContextClassLoader(classLoader);
		}
	}

	static void awaitUntil(BooleanSupplier condition) {
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > giveUp) {
				throw new AssertionError("It did not come to pass");
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

}
