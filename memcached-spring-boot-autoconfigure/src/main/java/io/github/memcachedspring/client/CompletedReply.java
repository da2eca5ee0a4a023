package io.github.memcachedspring.client;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Reply whose outcome is known without asking anybody.
 *
 * @param <T> type of the result
 */
final class CompletedReply<T extends @Nullable Object> implements Reply<T> {

	private final @Nullable T result;

	private final @Nullable RuntimeException failure;

	CompletedReply(@Nullable T result, @Nullable RuntimeException failure) {
		this.result = result;
		this.failure = failure;
	}

	@Override
	@SuppressWarnings("NullAway") // null only where T admits it
	public T await() {
		if (this.failure != null) {
			throw this.failure;
		}
		return this.result;
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		new Handover<>(executor, consumer).deliver(this.result, this.failure);
	}

}
