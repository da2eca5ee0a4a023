package io.github.memcachedspring.client.chaos;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A reply that comes not before its time. What fails, fails as early as ever.
 */
final class LateReply<T extends @Nullable Object> implements Reply<T> {

	private final Reply<T> source;

	private final Moment moment;

	LateReply(Reply<T> source, Moment moment) {
		this.source = source;
		this.moment = moment;
	}

	@Override
	public T await() {
		T result = this.source.await();
		this.moment.await();
		return result;
	}

	@Override
	@SuppressWarnings("NullAway") // null only where T admits it
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		this.source.subscribe(executor, (result, failure) -> {
			if (failure != null || this.moment.hasCome()) {
				consumer.accept(result, failure);
				return;
			}
			this.moment.schedule(() -> Reply.<T>of(result).subscribe(executor, consumer));
		});
	}

}
