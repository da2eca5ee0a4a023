package io.github.memcachedspring.client;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reply of a second command that is sent once the first was answered.
 *
 * @param <S> type of the first result
 * @param <T> type of the second result
 */
final class ChainedReply<S extends @Nullable Object, T extends @Nullable Object> implements Reply<T> {

	private final Reply<S> source;

	private final Function<? super S, Reply<T>> next;

	ChainedReply(Reply<S> source, Function<? super S, Reply<T>> next) {
		this.source = source;
		this.next = next;
	}

	@Override
	public T await() {
		return this.next.apply(this.source.await()).await();
	}

	@Override
	@SuppressWarnings("NullAway") // null only where S admits it
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		this.source.subscribe(executor, (result, failure) -> {
			if (failure != null) {
				consumer.accept(null, failure);
				return;
			}
			Reply<T> reply;
			try {
				reply = this.next.apply(result);
			}
			catch (Throwable ex) {
				consumer.accept(null, StepFailures.of(ex));
				return;
			}
			// What is there already needs no second hop: this runs on the executor.
			reply.subscribe((reply instanceof CompletedReply<T>) ? Runnable::run : executor, consumer);
		});
	}

}
