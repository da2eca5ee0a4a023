package io.github.memcachedspring.warmup;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.memcachedspring.warmup.CacheWarmer.Loader;

/**
 * Where the entries of a warmer are from.
 *
 * @param <K> type of the keys
 */
sealed interface Source<K> {

	/** Each key has its value loaded. */
	record Loading<K>(Supplier<? extends Stream<? extends K>> keys, Loader<? super K> loader) implements Source<K> {

	}

	/** For each key a method is called that caches by itself. */
	record Calling<K>(Supplier<? extends Stream<? extends K>> keys, Loader<? super K> method) implements Source<K> {

	}

	/** Keys come with their values. */
	record Storing<K>(Supplier<? extends Stream<? extends Map.Entry<? extends K, ?>>> entries) implements Source<K> {

	}

	/** Entries of any caches are copied by somebody who knows where they are. */
	record Copying(CopyJob job, double rate) implements Source<Object> {

	}

}
