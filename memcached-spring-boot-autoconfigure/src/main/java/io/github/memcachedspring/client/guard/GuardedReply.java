package io.github.memcachedspring.client.guard;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.WitnessedReply;
import org.jspecify.annotations.Nullable;

/**
 * Reply whose outcome is told to a witness before it is told to the consumer.
 *
 * @param <T> type of the result
 */
final class GuardedReply<T extends @Nullable Object> extends WitnessedReply<T> {

	private final Witness witness;

	GuardedReply(Reply<T> source, Witness witness) {
		super(source);
		this.witness = witness;
	}

	@Override
	protected void ended(@Nullable T result, @Nullable RuntimeException failure) {
		if (failure == null) {
			this.witness.succeeded();
		}
		else if (failure instanceof MemcachedException memcachedFailure) {
			this.witness.failed(memcachedFailure);
		}
	}

	/** Is told how commands end. */
	interface Witness {

		void succeeded();

		void failed(MemcachedException failure);

	}

}
