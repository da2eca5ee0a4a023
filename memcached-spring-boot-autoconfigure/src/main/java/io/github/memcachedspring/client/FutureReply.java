package io.github.memcachedspring.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Reply that several callers share through a future. Unlike others it may be consumed
 * more than once.
 *
 * @param <T> type of the result
 */
final class FutureReply<T extends @Nullable Object> implements Reply<T> {

	private final CompletableFuture<T> future;

	FutureReply(CompletableFuture<T> future) {
		this.future = future;
	}

	@Override
	public T await() {
		try {
			return this.future.join();
		}
		catch (CompletionException ex) {
			throw unwrap(ex);
		}
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		Handover<T> handover = new Handover<>(executor, consumer);
		this.future
			.whenComplete((result, failure) -> handover.deliver(result, (failure != null) ? unwrap(failure) : null));
	}

	private static RuntimeException unwrap(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof RuntimeException runtimeException) ? runtimeException : new CompletionException(cause);
	}

}
