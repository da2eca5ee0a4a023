package io.github.memcachedspring.atomic;

import java.time.Duration;

import io.github.memcachedspring.client.MemcachedException;
import org.jspecify.annotations.Nullable;

/**
 * What became of an update that did not fail for certain.
 *
 * @param <T> type of the value
 * @since 0.1.0
 */
public sealed interface AtomicResult<T> {

	/**
	 * Returns whether the update took place.
	 * @return {@code true} if this is {@link Applied}
	 */
	default boolean isApplied() {
		return this instanceof Applied;
	}

	/**
	 * Returns this result if the update took place.
	 * @return the values before and after
	 * @throws AtomicUpdateException if it did not, or may not have
	 */
	default Applied<T> orThrow() {
		if (this instanceof Applied<T> applied) {
			return applied;
		}
		throw AtomicUpdateException.of(this);
	}

	/**
	 * The update took place, once and on exactly the value that is named here.
	 *
	 * @param <T> type of the value
	 * @param before the value that the function was given, or {@code null} if there was
	 * none; a function that changes the object it is given changes this one
	 * @param after the value that is stored now, or {@code null} if there is none
	 * @param attempts how often the value was read for it, at least 1
	 * @since 0.1.0
	 */
	record Applied<T>(@Nullable T before, @Nullable T after, int attempts) implements AtomicResult<T> {

	}

	/**
	 * Others changed the value in between each time; nothing was applied.
	 *
	 * @param <T> type of the value
	 * @param attempts how often the value was read
	 * @param elapsed time spent
	 * @since 0.1.0
	 */
	record Conflict<T>(int attempts, Duration elapsed) implements AtomicResult<T> {

	}

	/**
	 * There was no value and none was to be created; nothing was applied.
	 *
	 * @param <T> type of the value
	 * @since 0.1.0
	 */
	record Absent<T>() implements AtomicResult<T> {

	}

	/**
	 * The answer to a store never came: the update was applied, or will be within a
	 * moment, or never will be. Whoever tries again may apply it twice.
	 *
	 * @param <T> type of the value
	 * @param cause why the answer did not come
	 * @param attempts how often the value was read
	 * @since 0.1.0
	 */
	record Unknown<T>(MemcachedException cause, int attempts) implements AtomicResult<T> {

	}

}
