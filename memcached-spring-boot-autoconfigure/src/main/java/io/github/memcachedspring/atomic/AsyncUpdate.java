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

	private final UpdateCounter counter;

	private final CompletableFuture<AtomicResult<T>> future = new CompletableFuture<>();

	private final Update<T> update;

	AsyncUpdate(Function<CompletableFuture<?>, Update<T>> updates, Executor executor, UpdateCounter counter) {
		this.update = updates.apply(this.future);
		this.executor = executor;
		this.counter = counter;
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
				end(null, ex);
			}
		});
	}

	private void attempted(@Nullable AtomicResult<T> result) {
		Duration delay = (result == null && !this.future.isDone()) ? this.update.delay() : null;
		if (delay == null) {
			end((result != null) ? result : this.update.givenUp(), null);
			return;
		}
		CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, this.executor).execute(this::attempt);
	}

	private void end(@Nullable AtomicResult<T> result, @Nullable Throwable failure) {
		this.counter.ended(result, this.update.attempts(), this.update.elapsed());
		Throwable thrown = this.update.thrown();
		if (thrown != null) {
			this.future.completeExceptionally(thrown);
		}
		else if (failure instanceof CompletionException wrapper && wrapper.getCause() != null) {
			this.future.completeExceptionally(wrapper.getCause());
		}
		else if (failure != null) {
			this.future.completeExceptionally(failure);
		}
		else {
			this.future.complete(result);
		}
	}

}
