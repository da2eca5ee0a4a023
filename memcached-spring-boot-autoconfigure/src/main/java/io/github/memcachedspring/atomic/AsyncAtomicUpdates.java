package io.github.memcachedspring.atomic;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * {@link AtomicUpdates} for callers that do not wait. The futures fail with what the
 * blocking forms throw, but a key or a type that is not valid is refused at once. They
 * complete, and the functions run, on threads of the library's own or of its configured
 * executor, never on those of the driver or of a timer.
 *
 * <p>
 * Cancelling a future ends the attempts; a store that has been sent by then may be
 * applied.
 *
 * @param <K> type of the keys
 * @since 0.1.0
 */
public interface AsyncAtomicUpdates<K> {

	/**
	 * Changes a value, or creates it.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function as that of {@link AtomicUpdates#update}
	 * @return the outcome, never {@link AtomicResult.Absent}
	 */
	<T> CompletableFuture<AtomicResult<T>> update(K key, Class<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Changes a value that is there.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function as that of {@link AtomicUpdates#updateIfPresent}
	 * @return the outcome
	 */
	<T> CompletableFuture<AtomicResult<T>> updateIfPresent(K key, Class<T> type, Function<T, @Nullable T> function);

	/**
	 * Creates a value if there is none.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param supplier as that of {@link AtomicUpdates#computeIfAbsent}
	 * @return the outcome, never {@link AtomicResult.Absent}
	 */
	<T> CompletableFuture<AtomicResult<T>> computeIfAbsent(K key, Class<T> type, Supplier<@Nullable T> supplier);

	/**
	 * Removes a value that a condition holds for.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param condition as that of {@link AtomicUpdates#deleteIf}
	 * @return the outcome
	 */
	<T> CompletableFuture<AtomicResult<T>> deleteIf(K key, Class<T> type, Predicate<T> condition);

	/**
	 * Reads a value.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return the value, or {@code null} if there is none
	 */
	<T> CompletableFuture<@Nullable T> get(K key, Class<T> type);

}
