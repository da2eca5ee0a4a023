package io.github.memcachedspring.benchmarks.stampede;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * One load per key in this JVM, and nothing that other JVMs know of: what is to be had
 * without the server's help.
 */
final class JvmSingleFlight implements Caller {

	private final ConcurrentMap<String, CompletableFuture<Object>> flights = new ConcurrentHashMap<>();

	private final Cache cache;

	JvmSingleFlight(Cache cache) {
		this.cache = cache;
	}

	@Override
	public @Nullable Object call(String key, Callable<String> loader) throws Exception {
		ValueWrapper found = this.cache.get(key);
		if (found != null) {
			return found.get();
		}
		CompletableFuture<Object> mine = new CompletableFuture<>();
		CompletableFuture<Object> theirs = this.flights.putIfAbsent(key, mine);
		if (theirs != null) {
			return theirs.get();
		}
		try {
			Object value = getOrLoad(key, loader);
			mine.complete(value);
			return value;
		}
		catch (Exception ex) {
			mine.completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.flights.remove(key, mine);
		}
	}

	/** Reads again: a flight may have landed since the first read. */
	private Object getOrLoad(String key, Callable<String> loader) throws Exception {
		ValueWrapper found = this.cache.get(key);
		Object value = (found != null) ? found.get() : null;
		if (value == null) {
			value = loader.call();
			this.cache.put(key, value);
		}
		return value;
	}

}
