package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Changes of values that depend on what the values were. Each reads the value, has the
 * function make a new one of it, and stores that only if nobody changed the value in
 * between; else it begins anew.
 *
 * <p>
 * The function may run several times, on values that are its own, and should do nothing
 * but compute. What it throws reaches the caller as it is, and nothing is stored; what
 * that means for {@linkplain #idempotent() idempotent} updates is said there.
 *
 * <p>
 * An interrupt ends the waiting between attempts, and so the update, but never the
 * waiting for an answer: its outcome is told, and the interrupt flag stays set.
 *
 * <p>
 * A change keeps the remaining time to live, unless {@link #withTimeToLive} says
 * otherwise; a value that is created gets the configured one.
 *
 * <p>
 * What failed for certain is thrown: a
 * {@link io.github.memcachedspring.client.MemcachedException MemcachedException} if
 * memcached could not be asked or refused the value, a
 * {@link io.github.memcachedspring.client.KeyMovedException KeyMovedException} if a
 * migration has moved the key to another cluster, a
 * {@link io.github.memcachedspring.transcoder.TranscodingException TranscodingException}
 * if a value cannot be encoded or decoded, and an {@link IllegalStateException} if the
 * value is not of the type asked for. Nothing was applied then. A value that is too large
 * for the server is the exception to that: memcached removes what was there.
 *
 * <p>
 * Immutable, and safe for use by many threads.
 *
 * @param <K> type of the keys
 * @since 0.1.0
 */
public interface AtomicUpdates<K> {

	/**
	 * Changes a value, or creates it.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function gets the value, or {@code null} if there is none; returns the new
	 * one, or {@code null} to have none
	 * @return the outcome, never {@link AtomicResult.Absent}
	 */
	<T> AtomicResult<T> update(K key, Class<T> type, UnaryOperator<@Nullable T> function);

	/**
	 * Changes a value that is there.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function gets the value; returns the new one, or {@code null} to have none
	 * @return the outcome
	 */
	<T> AtomicResult<T> updateIfPresent(K key, Class<T> type, Function<T, @Nullable T> function);

	/**
	 * Creates a value if there is none.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param supplier returns the value, or {@code null} to have none
	 * @return the outcome, never {@link AtomicResult.Absent}; values before and after are
	 * the same if there was one
	 */
	<T> AtomicResult<T> computeIfAbsent(K key, Class<T> type, Supplier<@Nullable T> supplier);

	/**
	 * Removes a value that a condition holds for.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param condition gets the value
	 * @return the outcome; values before and after are the same if the condition did not
	 * hold
	 */
	<T> AtomicResult<T> deleteIf(K key, Class<T> type, Predicate<T> condition);

	/**
	 * Reads a value.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @return the value, or {@code null} if there is none
	 */
	<T> @Nullable T get(K key, Class<T> type);

	/**
	 * Changes a value, or creates it, and returns what it is then.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function as that of {@link #update}
	 * @return the value after the update, or {@code null} if there is none
	 * @throws AtomicUpdateException if the update was not applied or may not have been
	 */
	default <T> @Nullable T updateAndGet(K key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return update(key, type, function).orThrow().after();
	}

	/**
	 * Changes a value, or creates it, and returns what it was.
	 * @param <T> type of the value
	 * @param key the key
	 * @param type class of the value
	 * @param function as that of {@link #update}; must not change the object it is given
	 * @return the value before the update, or {@code null} if there was none
	 * @throws AtomicUpdateException if the update was not applied or may not have been
	 */
	default <T> @Nullable T getAndUpdate(K key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return update(key, type, function).orThrow().before();
	}

	/**
	 * Returns the same for callers that do not wait.
	 * @return the asynchronous form
	 */
	AsyncAtomicUpdates<K> async();

	/**
	 * Returns updates that give a value this time to live whenever they store it, also
	 * when they change it.
	 * @param timeToLive the time to live, at least one second
	 * @return the other updates
	 * @throws IllegalArgumentException if the time to live is less than one second
	 */
	AtomicUpdates<K> withTimeToLive(Duration timeToLive);

	/**
	 * Returns updates that try as often and as long as another policy says.
	 * @param retry the policy
	 * @return the other updates
	 */
	AtomicUpdates<K> withRetry(RetryPolicy retry);

	/**
	 * Returns updates that may be applied more than once, such as those that always give
	 * the same value: one whose outcome is unknown is tried again. Its function runs on
	 * what is there by then. If it throws, a store before may have been applied all the
	 * same: the exception has an {@link AtomicUpdateException} among the
	 * {@linkplain Throwable#getSuppressed() suppressed} ones that says so.
	 * @return the other updates
	 */
	AtomicUpdates<K> idempotent();

	/**
	 * Returns updates that leave an id of 8 random bytes with the value. If the answer to
	 * a store never comes, the value is read again: the id tells that it was applied, and
	 * a value that nobody changed that it can be sent again. The outcome stays unknown
	 * only if the value is gone by then, was replaced by something that keeps no ids, or
	 * was changed without a trace of this update. The last eight ids are kept, also by
	 * updates that leave none.
	 * @return the other updates
	 */
	AtomicUpdates<K> withOperationIds();

}
