package io.github.memcachedspring.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * How one call that does not wait goes on after each thing it waits for.
 */
final class Continuations {

	private final Executor executor;

	private final LoadWaitListener.Caller listener;

	private final Consumer<Throwable> onFailure;

	/**
	 * Creates the continuations of a call.
	 * @param executor what they run on
	 * @param listener is told of waits
	 * @param onFailure is given what they throw
	 */
	Continuations(Executor executor, LoadWaitListener.Caller listener, Consumer<Throwable> onFailure) {
		this.executor = executor;
		this.listener = listener;
		this.onFailure = onFailure;
	}

	/** Goes on when a future is done or the time is over, which cancels it. */
	<R extends @Nullable Object> void when(CompletableFuture<R> future, long nanos, Continuation<R> next) {
		LoadWaitListener.Caller waiting = future.isDone() ? LoadWaitListener.Caller.UNHEARD : this.listener;
		LoadWaitListener.Wait wait = waiting.waits();
		future.orTimeout(Math.max(nanos, 0), TimeUnit.NANOSECONDS).whenCompleteAsync((value, timeout) -> guarded(() -> {
			wait.ended(timeout == null);
			next.accept(value, timeout == null);
		}), this.executor);
	}

	/** No failure may be lost between two futures. */
	void guarded(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | Error ex) {
			this.onFailure.accept(ex);
		}
	}

	/** What is done next. */
	@FunctionalInterface
	interface Continuation<R extends @Nullable Object> {

		void accept(@Nullable R result, boolean ended);

	}

}
