package io.github.memcachedspring.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Answer to a command that has already been sent. It is consumed once: either by
 * {@link #await()}, which blocks and runs every further step on the calling thread, or by
 * {@link #subscribe}, which never blocks and runs them on the given executor. Both stay
 * within the timeout of the command. Steps added with {@link #map}, {@link #flatMap} and
 * {@link #onFailure} work for both, so that decorators are written once.
 *
 * @param <T> type of the result
 * @since 0.1.0
 */
public interface Reply<T extends @Nullable Object> {

	/**
	 * Waits for the result. The wait is bounded by the command's timeout and not cut
	 * short by an interrupt, because a delete whose outcome is unknown would be worse
	 * than a short delay; the interrupt flag is kept.
	 * @return the result
	 * @throws MemcachedException if the command failed or timed out
	 */
	T await();

	/**
	 * Hands the result to a consumer.
	 * @param executor runs the consumer and all steps before it; the driver's threads
	 * never do
	 * @param consumer receives the result, or the failure as second argument; an
	 * {@link Error} that a step threw comes in a
	 * {@link java.util.concurrent.CompletionException}
	 */
	void subscribe(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer);

	/**
	 * Returns this reply as a future that completes on the executor.
	 * @param executor completes the future, and so runs whatever depends on it
	 * @return a future of its own for each call
	 */
	default CompletableFuture<T> toFuture(Executor executor) {
		CompletableFuture<T> future = new CompletableFuture<>();
		subscribe(executor, (result, failure) -> {
			if (failure != null) {
				future.completeExceptionally(failure);
			}
			else {
				future.complete(result);
			}
		});
		return future;
	}

	/**
	 * Converts the result.
	 * @param <R> type of the converted result
	 * @param mapper the conversion; what it throws fails the returned reply
	 * @return a reply with the converted result
	 */
	default <R extends @Nullable Object> Reply<R> map(Function<? super T, ? extends R> mapper) {
		return new MappedReply<>(this, mapper);
	}

	/**
	 * Continues with another command once the result is there.
	 * @param <R> type of the second result
	 * @param mapper sends the second command
	 * @return a reply with the second result
	 */
	default <R extends @Nullable Object> Reply<R> flatMap(Function<? super T, Reply<R>> mapper) {
		return new ChainedReply<>(this, mapper);
	}

	/**
	 * Continues with another reply after a failure of memcached.
	 * @param fallback receives the failure
	 * @return a reply that fails only if the fallback does
	 */
	default Reply<T> onFailure(Function<MemcachedException, Reply<T>> fallback) {
		return new RecoveringReply<>(this, fallback);
	}

	/**
	 * Combines the results of two commands that are both under way.
	 * @param <U> type of the other result
	 * @param <R> type of the combined result
	 * @param other the other reply
	 * @param combiner combines both results
	 * @return a reply with the combined result
	 */
	default <U extends @Nullable Object, R extends @Nullable Object> Reply<R> and(Reply<U> other,
			BiFunction<? super T, ? super U, ? extends R> combiner) {
		return flatMap((mine) -> other.map((theirs) -> combiner.apply(mine, theirs)));
	}

	/**
	 * Returns a reply that is already there.
	 * @param <T> type of the result
	 * @param result the result
	 * @return the reply
	 */
	static <T extends @Nullable Object> Reply<T> of(T result) {
		return new CompletedReply<>(result, null);
	}

	/**
	 * Returns a reply that has already failed.
	 * @param <T> type of the result
	 * @param failure the failure
	 * @return the reply
	 */
	static <T extends @Nullable Object> Reply<T> failed(RuntimeException failure) {
		return new CompletedReply<>(null, failure);
	}

	/**
	 * Returns a reply that several callers share; this one may be consumed repeatedly.
	 * @param <T> type of the result
	 * @param future the future, which must complete by itself within the command timeout
	 * @return the reply
	 */
	static <T extends @Nullable Object> Reply<T> ofFuture(CompletableFuture<T> future) {
		return new FutureReply<>(future);
	}

}
