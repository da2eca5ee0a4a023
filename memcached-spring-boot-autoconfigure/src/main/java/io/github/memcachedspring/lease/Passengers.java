package io.github.memcachedspring.lease;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait for the result of a load. A load may take for ever, so whoever leaves is
 * forgotten; copies of one future would be kept by it until its end.
 *
 * @param <V> type of the result
 */
final class Passengers<V> {

	private final CompletableFuture<@Nullable V> result = new CompletableFuture<>();

	private final Set<CompletableFuture<@Nullable V>> waiting = ConcurrentHashMap.newKeySet();

	/** Returns a future of the caller's own, who leaves when it ends it. */
	CompletableFuture<@Nullable V> board() {
		CompletableFuture<@Nullable V> own = new CompletableFuture<>();
		this.waiting.add(own);
		own.whenComplete((value, failure) -> this.waiting.remove(own));
		if (this.result.isDone()) {
			// They may have been told before this one was among them.
			own.complete(this.result.getNow(null));
		}
		return own;
	}

	void complete(@Nullable V value) {
		this.result.complete(value);
		this.waiting.forEach((own) -> own.complete(this.result.getNow(null)));
	}

	int count() {
		return this.waiting.size();
	}

}
