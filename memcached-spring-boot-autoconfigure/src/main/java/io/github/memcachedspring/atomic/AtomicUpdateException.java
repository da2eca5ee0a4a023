package io.github.memcachedspring.atomic;

import io.github.memcachedspring.client.MemcachedException;
import org.jspecify.annotations.Nullable;

/**
 * The result of an update or a count was not the one that a caller of a convenience
 * method counted on. {@link #isExecutionUnknown()} tells whether it may have been applied
 * all the same.
 *
 * @since 0.1.0
 */
public class AtomicUpdateException extends MemcachedException {

	private final transient Object result;

	/**
	 * Creates a failure.
	 * @param message what became of the update, with the way out
	 * @param result the result
	 * @param cause why the outcome is unknown, or {@code null} if it is not: nothing was
	 * applied then
	 */
	public AtomicUpdateException(String message, Object result, @Nullable MemcachedException cause) {
		super(message, (cause != null) ? cause.getNode() : null, cause);
		this.result = result;
	}

	static AtomicUpdateException of(AtomicResult<?> result) {
		if (result instanceof AtomicResult.Unknown<?> unknown) {
			return new AtomicUpdateException(
					"It is not known whether the update was applied, for the answer never came; read the value,"
							+ " or use 'idempotent()' or 'withOperationIds()'",
					result, unknown.cause());
		}
		if (result instanceof AtomicResult.Conflict<?> conflict) {
			return new AtomicUpdateException(
					"The value kept changing: %d attempts in %d ms, nothing was applied; 'withRetry(..)' allows more"
						.formatted(conflict.attempts(), conflict.elapsed().toMillis()),
					result, null);
		}
		return new AtomicUpdateException("There is no value to change, nothing was applied", result, null);
	}

	/**
	 * Returns the result.
	 * @return an {@link AtomicResult}, or what a counter returns; {@code null} after the
	 * exception was serialized
	 */
	public @Nullable Object getResult() {
		return this.result;
	}

	@Override
	public boolean isExecutionUnknown() {
		return getCause() != null;
	}

}
