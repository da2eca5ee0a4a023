package io.github.memcachedspring.client;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Base of replies that note how a command ended, on the thread that consumes the reply.
 *
 * @param <T> type of the result
 * @since 0.1.0
 */
public abstract class WitnessedReply<T extends @Nullable Object> implements Reply<T> {

	private final Reply<T> source;

	/**
	 * Creates the reply.
	 * @param source the command's own
	 */
	protected WitnessedReply(Reply<T> source) {
		this.source = source;
	}

	/**
	 * Called before the consumer gets the result. What it throws reaches a caller that
	 * waits in place of the result.
	 * @param result the result, of which there is none after a failure
	 * @param failure the failure, or {@code null}
	 */
	protected abstract void ended(@Nullable T result, @Nullable RuntimeException failure);

	@Override
	public final T await() {
		T result;
		try {
			result = this.source.await();
		}
		catch (RuntimeException ex) {
			ended(null, ex);
			throw ex;
		}
		ended(result, null);
		return result;
	}

	@Override
	public final void subscribe(Executor executor,
			BiConsumer<? super @Nullable T, ? super @Nullable RuntimeException> consumer) {
		this.source.subscribe(executor, (result, failure) -> {
			try {
				ended(result, failure);
			}
			finally {
				consumer.accept(result, failure);
			}
		});
	}

}
