package io.github.memcachedspring.client.guard;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Reply whose outcome is told to a witness before it is told to the consumer.
 *
 * @param <T> type of the result
 */
final class GuardedReply<T extends @Nullable Object> implements Reply<T> {

	private final Reply<T> source;

	private final Witness witness;

	GuardedReply(Reply<T> source, Witness witness) {
		this.source = source;
		this.witness = witness;
	}

	@Override
	public T await() {
		T result;
		try {
			result = this.source.await();
		}
		catch (MemcachedException ex) {
			this.witness.failed(ex);
			throw ex;
		}
		this.witness.succeeded();
		return result;
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		this.source.subscribe(executor, (result, failure) -> {
			if (failure == null) {
				this.witness.succeeded();
			}
			else if (failure instanceof MemcachedException memcachedFailure) {
				this.witness.failed(memcachedFailure);
			}
			consumer.accept(result, failure);
		});
	}

	/** Is told how commands end. */
	interface Witness {

		void succeeded();

		void failed(MemcachedException failure);

	}

}
