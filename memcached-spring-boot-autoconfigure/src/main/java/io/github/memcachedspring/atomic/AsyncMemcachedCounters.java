package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.memcachedspring.client.Reply;

/**
 * The verbs of {@link MemcachedCounters} for callers that do not wait. The command is
 * sent before a verb returns; a failure comes in the future. What is attached to a future
 * runs on threads that may block. To cancel a future does not stop its command; it ends
 * the attempts of a delete.
 *
 * @since 0.1.0
 */
public final class AsyncMemcachedCounters {

	private final CounterVerbs verbs;

	private final Executor executor;

	AsyncMemcachedCounters(CounterVerbs verbs, Executor executor) {
		this.verbs = verbs;
		this.executor = executor;
	}

	private CompletableFuture<CountResult> future(Reply<CountResult> reply) {
		return reply.toFuture(this.executor);
	}

	/**
	 * Adds 1.
	 * @param key the key
	 * @return see {@link MemcachedCounters#increment(String)}
	 */
	public CompletableFuture<CountResult> increment(String key) {
		return increment(key, 1);
	}

	/**
	 * Adds to a counter.
	 * @param key the key
	 * @param delta how much, not negative
	 * @return see {@link MemcachedCounters#increment(String, long)}
	 */
	public CompletableFuture<CountResult> increment(String key, long delta) {
		return future(this.verbs.increment(key, delta));
	}

	/**
	 * Adds to a counter that is there, or creates it.
	 * @param key the key
	 * @param delta how much, not negative; not added to a counter that is created
	 * @param initial the value of a counter that is created, not negative
	 * @param timeToLive how long a counter that is created lives, at least one second
	 * @return see {@link MemcachedCounters#increment(String, long, long, Duration)}
	 */
	public CompletableFuture<CountResult> increment(String key, long delta, long initial, Duration timeToLive) {
		return future(this.verbs.increment(key, delta, initial, timeToLive));
	}

	/**
	 * Adds to a counter only if it is there.
	 * @param key the key
	 * @param delta how much, not negative
	 * @return see {@link MemcachedCounters#incrementIfPresent(String, long)}
	 */
	public CompletableFuture<CountResult> incrementIfPresent(String key, long delta) {
		return future(this.verbs.incrementIfPresent(key, delta));
	}

	/**
	 * Takes 1 from a counter that is there and not 0.
	 * @param key the key
	 * @return see {@link MemcachedCounters#decrement(String)}
	 */
	public CompletableFuture<CountResult> decrement(String key) {
		return decrement(key, 1);
	}

	/**
	 * Takes from a counter that is there, down to 0.
	 * @param key the key
	 * @param delta how much, not negative
	 * @return see {@link MemcachedCounters#decrement(String, long)}
	 */
	public CompletableFuture<CountResult> decrement(String key, long delta) {
		return future(this.verbs.decrement(key, delta));
	}

	/**
	 * Takes from a counter that is there, down to 0, or creates it.
	 * @param key the key
	 * @param delta how much, not negative; not taken from a counter that is created
	 * @param initial the value of a counter that is created, not negative
	 * @param timeToLive how long a counter that is created lives, at least one second
	 * @return see {@link MemcachedCounters#decrement(String, long, long, Duration)}
	 */
	public CompletableFuture<CountResult> decrement(String key, long delta, long initial, Duration timeToLive) {
		return future(this.verbs.decrement(key, delta, initial, timeToLive));
	}

	/**
	 * Reads a counter.
	 * @param key the key
	 * @return see {@link MemcachedCounters#get(String)}
	 */
	public CompletableFuture<CountResult> get(String key) {
		return future(this.verbs.get(key));
	}

	/**
	 * Sets a counter that is there to 0.
	 * @param key the key
	 * @return see {@link MemcachedCounters#reset(String)}
	 */
	public CompletableFuture<CountResult> reset(String key) {
		return future(this.verbs.reset(key));
	}

	/**
	 * Removes a counter.
	 * @param key the key
	 * @return see {@link MemcachedCounters#delete(String)}
	 */
	public CompletableFuture<CountResult> delete(String key) {
		return this.verbs.delete(key, this.executor);
	}

}
