package io.github.memcachedspring.benchmarks.stampede;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Reads a key, and loads it by whatever means if it is missing.
 */
@FunctionalInterface
interface Caller {

	@Nullable Object call(String key, Callable<String> loader) throws Exception;

}
