package io.github.memcachedspring.atomic;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * The type that a caller expects of a value.
 *
 * @param <T> the type
 * @param type its class
 */
record TypedValue<T>(Class<T> type) {

	TypedValue {
		Assert.notNull(type, "'type' must not be null");
	}

	/**
	 * Converts a value that was read.
	 * @throws IllegalStateException if it is of another type
	 */
	@SuppressWarnings("unchecked")
	@Nullable T cast(@Nullable Object value) {
		if (value != null && !ClassUtils.isAssignableValue(this.type, value)) {
			throw new IllegalStateException("The value is a '%s', not the requested '%s'; nothing was changed"
				.formatted(value.getClass().getName(), this.type.getName()));
		}
		return (T) value;
	}

}
