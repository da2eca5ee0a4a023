package io.github.memcachedspring.client;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reply that goes on with another one when memcached fails.
 *
 * @param <T> type of the result
 */
final class RecoveringReply<T extends @Nullable Object> implements Reply<T> {

	private final Reply<T> source;

	private final Function<MemcachedException, Reply<T>> fallback;

	RecoveringReply(Reply<T> source, Function<MemcachedException, Reply<T>> fallback) {
		this.source = source;
		this.fallback = fallback;
	}

	@Override
	public T await() {
		try {
			return this.source.await();
		}
		catch (MemcachedException ex) {
			return this.fallback.apply(ex).await();
		}
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		this.source.subscribe(executor, (result, failure) -> {
			if (!(failure instanceof MemcachedException memcachedFailure)) {
				consumer.accept(result, failure);
				return;
			}
			Reply<T> reply;
			try {
				reply = this.fallback.apply(memcachedFailure);
			}
			catch (Throwable ex) {
				consumer.accept(null, StepFailures.of(ex));
				return;
			}
			reply.subscribe(executor, consumer);
		});
	}

}
