package io.github.memcachedspring.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One way to read a value that is there.
 */
@FunctionalInterface
interface Contender {

	/** Reads a value. */
	@Nullable Object read(String key) throws Exception;

	/** Makes a contender that fails if a read misses. */
	default Contender checked() {
		return (key) -> {
			Object value = read(key);
			if (value == null) {
				throw new IllegalStateException("'%s' was not found".formatted(key));
			}
			return value;
		};
	}

}
