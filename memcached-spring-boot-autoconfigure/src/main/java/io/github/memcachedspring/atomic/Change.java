package io.github.memcachedspring.atomic;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What an update does to a value.
 *
 * @param <T> type of the value
 */
@FunctionalInterface
interface Change<T> {

	/** Decides by the value that is there, or null; called once for each attempt. */
	Decision<T> decide(@Nullable T before);

	static <T> Change<T> update(UnaryOperator<@Nullable T> function) {
		return (before) -> Decision.of(before, function.apply(before));
	}

	static <T> Change<T> updateIfPresent(Function<T, @Nullable T> function) {
		return (before) -> (before != null) ? Decision.of(before, function.apply(before)) : new Decision.Leave<>();
	}

	static <T> Change<T> computeIfAbsent(Supplier<@Nullable T> supplier) {
		return (before) -> (before != null) ? new Decision.Keep<>(before) : Decision.of(null, supplier.get());
	}

	static <T> Change<T> deleteIf(Predicate<T> condition) {
		return (before) -> {
			if (before == null) {
				return new Decision.Leave<>();
			}
			return condition.test(before) ? new Decision.Remove<>() : new Decision.Keep<>(before);
		};
	}

	/**
	 * What is to be done.
	 *
	 * @param <T> type of the value
	 */
	sealed interface Decision<T> {

		static <T> Decision<T> of(@Nullable T before, @Nullable T after) {
			if (after != null) {
				return new Store<>(after);
			}
			return (before != null) ? new Remove<>() : new Keep<>(null);
		}

		/**
		 * Nothing, for all is as it should be.
		 *
		 * @param value the value that is there, or null
		 */
		record Keep<T>(@Nullable T value) implements Decision<T> {

		}

		/** Nothing, for there is no value to change. */
		record Leave<T>() implements Decision<T> {

		}

		/**
		 * Store a value.
		 *
		 * @param value the value
		 */
		record Store<T>(T value) implements Decision<T> {

		}

		/** Remove the value. */
		record Remove<T>() implements Decision<T> {

		}

	}

}
