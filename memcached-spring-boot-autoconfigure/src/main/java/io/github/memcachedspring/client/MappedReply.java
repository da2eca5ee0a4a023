package io.github.memcachedspring.client;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reply whose result is converted by whoever consumes it.
 *
 * @param <S> type of the result to convert
 * @param <T> type of the converted result
 */
final class MappedReply<S extends @Nullable Object, T extends @Nullable Object> implements Reply<T> {

	private final Reply<S> source;

	private final Function<? super S, ? extends T> mapper;

	MappedReply(Reply<S> source, Function<? super S, ? extends T> mapper) {
		this.source = source;
		this.mapper = mapper;
	}

	@Override
	public T await() {
		return this.mapper.apply(this.source.await());
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
			T mapped;
			try {
				mapped = this.mapper.apply(result);
			}
			catch (Throwable ex) {
				consumer.accept(null, StepFailures.of(ex));
				return;
			}
			consumer.accept(mapped, null);
		});
	}

}
