package io.github.memcachedspring.lease;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One load that is under way in this JVM, with those who wait for it.
 *
 * @param <V> type of the result
 * @since 0.1.0
 */
public final class Flight<V> {

	private final @Nullable Thread owner;

	private final CompletableFuture<@Nullable V> result = new CompletableFuture<>();

	private boolean voided;

	Flight(@Nullable Thread owner) {
		this.owner = owner;
	}

	/**
	 * Returns what the waiting callers get: the result, or {@code null} if the load
	 * failed and they are to try for themselves. Never fails.
	 * @return the result to be
	 */
	public CompletableFuture<@Nullable V> result() {
		return this.result;
	}

	/**
	 * Sends the store of what was loaded, unless the key was evicted, cleared or written
	 * since the load began. Such a write waits until the store has been sent, so that its
	 * own command comes behind it.
	 * @param <R> type of what the store returns
	 * @param store sends the command without waiting for the answer
	 * @return what the store returned, or {@code null} if the load is void
	 */
	public synchronized <R> @Nullable R unlessVoid(Supplier<R> store) {
		return this.voided ? null : store.get();
	}

	synchronized void markVoid() {
		this.voided = true;
	}

	boolean isOwnedByCurrentThread() {
		return this.owner == Thread.currentThread();
	}

}
