package io.github.memcachedspring.client.chaos;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * No reply, which is noticed at the moment of the timeout.
 */
final class SilentReply<T extends @Nullable Object> implements Reply<T> {

	private final Moment moment;

	private final Supplier<MemcachedException> failure;

	SilentReply(Moment moment, Supplier<MemcachedException> failure) {
		this.moment = moment;
		this.failure = failure;
	}

	@Override
	public T await() {
		this.moment.await();
		throw this.failure.get();
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		this.moment.schedule(() -> Reply.<T>failed(this.failure.get()).subscribe(executor, consumer));
	}

}
