package io.github.memcachedspring.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Replies that were all sent before the first is waited for.
 *
 * @param <T> type of a single result
 */
final class BulkReply<T extends @Nullable Object> implements Reply<BulkResult<T>> {

	private final Map<MemcachedKey, Reply<T>> replies;

	BulkReply(Map<MemcachedKey, Reply<T>> replies) {
		this.replies = replies;
	}

	@Override
	public BulkResult<T> await() {
		Collector<T> collector = new Collector<>(this.replies.size());
		this.replies.forEach((key, reply) -> {
			try {
				collector.add(key, reply.await(), null);
			}
			catch (RuntimeException ex) {
				collector.add(key, null, ex);
			}
		});
		return collector.result;
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable BulkResult<T>, ? super @Nullable RuntimeException> consumer) {
		Collector<T> collector = new Collector<>(this.replies.size());
		if (this.replies.isEmpty()) {
			new Handover<BulkResult<T>>(executor, consumer).deliver(collector.result, null);
			return;
		}
		this.replies.forEach((key, reply) -> reply.subscribe(executor, (result, failure) -> {
			if (collector.add(key, result, failure)) {
				consumer.accept(collector.result, null);
			}
		}));
	}

	private static final class Collector<T extends @Nullable Object> {

		private final BulkResult<T> result = new BulkResult<>(new LinkedHashMap<>(), new LinkedHashMap<>());

		private int missing;

		Collector(int expected) {
			this.missing = expected;
		}

		/** Returns true for the last one. */
		@SuppressWarnings("NullAway") // null only where T admits it
		synchronized boolean add(MemcachedKey key, @Nullable T value, @Nullable RuntimeException failure) {
			if (failure != null) {
				this.result.failures().put(key, failure);
			}
			else {
				this.result.results().put(key, value);
			}
			return --this.missing == 0;
		}

	}

}
