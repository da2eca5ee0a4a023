package io.github.memcachedspring.client;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Takes an outcome to its consumer on the consumer's executor. If that refuses, the
 * consumer learns so on the spot: one that never hears would wait for ever.
 *
 * @param <T> type of the result
 * @param executor runs the consumer
 * @param consumer receives the outcome
 */
record Handover<T extends @Nullable Object>(Executor executor,
		BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {

	void deliver(@Nullable T result, @Nullable RuntimeException failure) {
		try {
			this.executor.execute(() -> this.consumer.accept(result, failure));
		}
		catch (RejectedExecutionException ex) {
			this.consumer.accept(null, (failure != null) ? failure : ex);
		}
	}

}
