package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Runs an update without waiting for it. Its steps follow each other on the executor.
 *
 * @param <T> type of the value
 */
final class AsyncUpdate<T> {

	private final Executor executor;

	private final UpdateObserver observer;

	private final CompletableFuture<AtomicResult<T>> future = new CompletableFuture<>();

	private final Update<T> update;

	AsyncUpdate(Function<CompletableFuture<?>, Update<T>> updates, Executor executor, UpdateObserver observer) {
		this.update = updates.apply(this.future);
		this.executor = executor;
		this.observer = observer;
	}

	CompletableFuture<AtomicResult<T>> start() {
		attempt();
		return this.future;
	}

	private void attempt() {
		this.update.attempt().subscribe(this.executor, (result, failure) -> {
			try {
				attempted((failure != null) ? this.update.failed(failure) : result);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		});
	}

	private void attempted(@Nullable AtomicResult<T> result) {
		if (result != null) {
			ended(result);
			return;
		}
		Duration delay = this.update.delay();
		if (this.future.isDone()) {
			observe(this.update.abandoned());
		}
		else if (delay == null) {
			ended(this.update.givenUp());
		}
		else {
			later(delay, this::attemptAgain);
		}
	}

	private void later(Duration delay, Runnable task) {
		CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, this.executor).execute(task);
	}

	private void attemptAgain() {
		if (this.future.isDone()) {
			observe(this.update.abandoned());
		}
		else {
			attempt();
		}
	}

	private void ended(AtomicResult<T> result) {
		observe(this.update.ending(result));
		this.future.complete(result);
	}

	private void failed(Throwable failure) {
		observe(this.update.ending(null));
		Throwable thrown = this.update.thrown();
		if (thrown != null) {
			this.future.completeExceptionally(thrown);
		}
		else {
			this.future
				.completeExceptionally((failure instanceof CompletionException wrapper && wrapper.getCause() != null)
						? wrapper.getCause() : failure);
		}
	}

	private void observe(Ending ending) {
		this.observer.ended(ending, this.update.attempts(), this.update.elapsed());
	}

}
