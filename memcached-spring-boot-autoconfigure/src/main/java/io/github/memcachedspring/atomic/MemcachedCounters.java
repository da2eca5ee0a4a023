package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Numbers that the whole fleet counts on. The server does the arithmetic, so that a count
 * is one command, is never in conflict with another, and creates the counter if need be.
 *
 * <p>
 * A counter is an unsigned 64-bit number: an increment beyond 2<sup>64</sup> - 1 begins
 * at 0 again, a decrement stops at 0. It expires when the time to live it was created
 * with is over, however often it is counted on, and is lost when its server restarts or
 * runs out of memory. Counters never meet the entries of caches or of
 * {@link AtomicUpdates}, nor counters of another {@linkplain #namespace namespace}.
 *
 * <p>
 * Every verb that changes a counter returns {@link CountResult.Unknown} if the server may
 * or may not have carried it out, and is not tried again then. What certainly failed
 * throws a {@link io.github.memcachedspring.client.MemcachedException}, in particular:
 * {@link io.github.memcachedspring.client.NotNumericException} if the item is no number,
 * {@link io.github.memcachedspring.client.KeyMovedException} if the counter was moved to
 * another cluster by a migration. Nothing was changed in either case.
 *
 * @since 0.1.0
 */
public final class MemcachedCounters implements DisposableBean {

	private final CounterVerbs verbs;

	private final Executor executor;

	private final @Nullable ExecutorService ownExecutor;

	MemcachedCounters(CounterVerbs verbs, Executor executor, @Nullable ExecutorService ownExecutor) {
		this.verbs = verbs;
		this.executor = executor;
		this.ownExecutor = ownExecutor;
	}

	/**
	 * Starts building counters.
	 * @param operations the cluster; not closed with the counters
	 * @return the builder
	 */
	public static MemcachedCountersBuilder builder(MemcachedOperations operations) {
		return new MemcachedCountersBuilder(operations);
	}

	/**
	 * Returns counters whose keys are in a space of their own. Namespaces are not nested.
	 * @param name any text; the one of the counters to begin with is empty
	 * @return the other counters
	 */
	public MemcachedCounters namespace(String name) {
		return new MemcachedCounters(this.verbs.namespace(name), this.executor, null);
	}

	/**
	 * Returns the same counters with another time to live for those that are created
	 * without one of their own.
	 * @param timeToLive at least one second
	 * @return the counters
	 */
	public MemcachedCounters withTimeToLive(Duration timeToLive) {
		return new MemcachedCounters(this.verbs.withTimeToLive(timeToLive), this.executor, null);
	}

	/**
	 * Returns the same counters with another policy for deletes.
	 * @param retry how often and how long a delete is tried
	 * @return the counters
	 */
	public MemcachedCounters withRetry(RetryPolicy retry) {
		return new MemcachedCounters(this.verbs.withRetry(retry), this.executor, null);
	}

	/**
	 * Returns the same counters for callers that do not wait.
	 * @return the asynchronous verbs
	 */
	public AsyncMemcachedCounters async() {
		return new AsyncMemcachedCounters(this.verbs, this.executor);
	}

	/**
	 * Returns one counter. Sends nothing.
	 * @param key its key, any text
	 * @return the counter, there or not
	 */
	public MemcachedCounter counter(String key) {
		return new MemcachedCounter(this, key);
	}

	/**
	 * Adds 1. A counter that is absent is created and is 1 then.
	 * @param key the key
	 * @return the value after the count, or {@link CountResult.Unknown}
	 */
	public CountResult increment(String key) {
		return increment(key, 1);
	}

	/**
	 * Adds to a counter. One that is absent is created as if it had been 0.
	 * @param key the key
	 * @param delta how much, not negative
	 * @return the value after the count, or {@link CountResult.Unknown}
	 */
	public CountResult increment(String key, long delta) {
		return this.verbs.increment(key, delta).await();
	}

	/**
	 * Adds to a counter that is there, or creates it.
	 * @param key the key
	 * @param delta how much, not negative; not added to a counter that is created
	 * @param initial the value of a counter that is created, not negative: the same as
	 * {@code delta} for one that starts from 0
	 * @param timeToLive how long a counter that is created lives, at least one second
	 * @return the value after the count, or {@link CountResult.Unknown}
	 */
	public CountResult increment(String key, long delta, long initial, Duration timeToLive) {
		return this.verbs.increment(key, delta, initial, timeToLive).await();
	}

	/**
	 * Adds to a counter only if it is there.
	 * @param key the key
	 * @param delta how much, not negative
	 * @return the value after the count, {@link CountResult.Absent} or
	 * {@link CountResult.Unknown}
	 */
	public CountResult incrementIfPresent(String key, long delta) {
		return this.verbs.incrementIfPresent(key, delta).await();
	}

	/**
	 * Takes 1 from a counter that is there and not 0.
	 * @param key the key
	 * @return the value after the count, {@link CountResult.Absent} or
	 * {@link CountResult.Unknown}
	 */
	public CountResult decrement(String key) {
		return decrement(key, 1);
	}

	/**
	 * Takes from a counter that is there, down to 0. The value does not tell whether
	 * there was enough to take from.
	 * @param key the key
	 * @param delta how much, not negative
	 * @return the value after the count, {@link CountResult.Absent} or
	 * {@link CountResult.Unknown}
	 */
	public CountResult decrement(String key, long delta) {
		return this.verbs.decrement(key, delta).await();
	}

	/**
	 * Takes from a counter that is there, down to 0, or creates it.
	 * @param key the key
	 * @param delta how much, not negative; not taken from a counter that is created
	 * @param initial the value of a counter that is created, not negative
	 * @param timeToLive how long a counter that is created lives, at least one second
	 * @return the value after the count, or {@link CountResult.Unknown}
	 */
	public CountResult decrement(String key, long delta, long initial, Duration timeToLive) {
		return this.verbs.decrement(key, delta, initial, timeToLive).await();
	}

	/**
	 * Reads a counter.
	 * @param key the key
	 * @return the value or {@link CountResult.Absent}
	 */
	public CountResult get(String key) {
		return this.verbs.get(key).await();
	}

	/**
	 * Sets a counter that is there to 0. It expires when it would have anyway; to begin a
	 * new time to live, {@linkplain #delete delete} it. May be repeated after
	 * {@link CountResult.Unknown}, if counts made meanwhile may go too.
	 * @param key the key
	 * @return the value 0, {@link CountResult.Absent} or {@link CountResult.Unknown}
	 */
	public CountResult reset(String key) {
		return this.verbs.reset(key).await();
	}

	/**
	 * Removes a counter and tells what it was, so that no count is lost in between. Takes
	 * two commands, and two more each time that somebody counts in between, with the
	 * pauses of a {@link RetryPolicy}. To take what has come together on a counter that
	 * never rests, {@linkplain #get read} it and {@linkplain #decrement(String, long)
	 * take} as much as was read.
	 * @param key the key
	 * @return the last value, {@link CountResult.Absent}, {@link CountResult.Unknown}, or
	 * {@link CountResult.Conflict} if others counted in between until the attempts were
	 * used up
	 */
	public CountResult delete(String key) {
		return this.verbs.delete(key);
	}

	/**
	 * Returns what these counters did, together with those of all namespaces.
	 * @return the figures as they are now
	 */
	public CounterStatistics getStatistics() {
		return this.verbs.statistics();
	}

	/**
	 * Ends the threads of the counters, but not those that were given to them.
	 */
	@Override
	public void destroy() {
		if (this.ownExecutor != null) {
			this.ownExecutor.shutdown();
		}
	}

}
